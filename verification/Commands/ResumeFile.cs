using System.Text.Json;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Commands;

/// <summary>The JSON report of an earlier run, to go on from.</summary>
internal static class ResumeFile
{
    /// <summary>How old the answers may be that are kept: a day, as licences, policies and grants change from one to the next.</summary>
    public static readonly TimeSpan OldestAnswer = TimeSpan.FromHours(24);

    /// <summary>What need not be asked again, and what is asked again though the file knows it, in words.</summary>
    /// <param name="file">The report.</param>
    /// <param name="document">What is to be verified.</param>
    /// <param name="options">Certificates and clock.</param>
    /// <exception cref="InputException">The file is no report, or one of another tenant or stack.</exception>
    public static (KnownAnswers Known, IReadOnlyList<string> AskedAgain) Read(string file, OutputsDocument document,
        VerificationOptions options)
    {
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(File.ReadAllBytes(file));
            return Read(file, parsed.RootElement, document, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--resume: found '{file}', which cannot be read ({exception.Message}); expected the JSON report of an earlier run. "
                + "Check the path.");
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InputException(
                $"--resume: found '{file}', which is no report of a verification; expected the file that --json wrote. Name that one.");
        }
    }

    private static (KnownAnswers Known, IReadOnlyList<string> AskedAgain) Read(string file, JsonElement report, OutputsDocument document,
        VerificationOptions options)
    {
        Guid tenant = report.GetProperty("tenant").GetProperty("id").GetGuid();
        if (tenant != document.Tenant.Id)
            throw new InputException(
                $"--resume: found '{file}', a report of tenant {tenant}; expected one of {document.Tenant.Id}, which the outputs name. "
                + "Name another file, or verify anew.");
        DateTimeOffset since = (report.TryGetProperty("resumedFrom", out JsonElement earlier) ? earlier : report.GetProperty("startedAt"))
            .GetDateTimeOffset();
        KnownAnswers known = new() { Since = since };
        List<string> again = [];
        TimeSpan age = options.Clock.GetUtcNow() - since;
        if (age > OldestAnswer || age < TimeSpan.Zero)
            return (known, [$"its answers are from {Words.Time(since)}, older than {Words.Span(OldestAnswer)}"]);
        HashSet<string> kept = [];
        bool ours = false;
        foreach (JsonElement integration in report.GetProperty("integrations").EnumerateArray())
        {
            string name = integration.GetProperty("name").GetString()!;
            if (!document.Integrations.TryGetValue(name, out IntegrationOutputs? outputs)
                || integration.GetProperty("clientId").GetGuid() != outputs.ClientId)
            {
                continue;
            }
            ours = true;
            if (WhyNot(integration, outputs, document, options) is string why)
            {
                again.Add($"{name}: {why}");
                continue;
            }
            kept.Add(name);
            Keep(known, name, integration.GetProperty("mailboxes").EnumerateArray());
        }
        if (!ours)
            throw new InputException(
                $"--resume: found '{file}', a report of another stack: it has none of {string.Join(", ", document.Integrations.Keys)} with "
                + "the client id of the outputs; expected a report of this stack. Name another file, or verify anew.");
        KeepLines(known, file, report, kept);
        return (known, again);
    }

    private static string? WhyNot(JsonElement integration, IntegrationOutputs outputs, OutputsDocument document,
        VerificationOptions options)
    {
        string? digest = Text(integration, "outputsSha256"), signedInWith = Text(integration, "signedInWith");
        if (digest != outputs.Sha256())
            return "the stack's outputs are not the same any more";
        string? now = CertificateChoice.For(outputs, document, options.Certificates, options.Clock.GetUtcNow())?.Thumbprint;
        return signedInWith is not null && signedInWith == now ? null : "another certificate signs in";
    }

    /// <summary>Where there are many, they stand in a file of lines beside the report.</summary>
    private static void KeepLines(KnownAnswers known, string file, JsonElement report, HashSet<string> kept)
    {
        if (Text(report, "mailboxesFile") is not string name)
            return;
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileName(name));
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument mailbox = JsonDocument.Parse(line);
            string integration = mailbox.RootElement.GetProperty("integration").GetString()!;
            if (kept.Contains(integration))
                Keep(known, integration, [mailbox.RootElement]);
        }
    }

    // What was not reached is asked again: that may have changed, and it is what one verifies again for.
    private static void Keep(KnownAnswers known, string integration, IEnumerable<JsonElement> mailboxes)
    {
        foreach (JsonElement mailbox in mailboxes.Where(mailbox => Text(mailbox, "status") == "reachable"))
            known.Add(integration, mailbox.GetProperty("protocol").GetString()!, mailbox.GetProperty("address").GetString()!);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
