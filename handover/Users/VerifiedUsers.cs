using System.Text.Json;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.HandOver.Users;

/// <summary>Whom the product should synchronize, as a verification's report says.</summary>
/// <param name="VerifiedAt">When the verification began.</param>
/// <param name="Names">Display names by the names of accounts, in any case; only of accounts that are synchronized.</param>
internal sealed record VerifiedUsers(DateTimeOffset VerifiedAt, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Reads a report.</summary>
    /// <param name="file">The JSON report.</param>
    /// <param name="integration">The integration's logical name.</param>
    /// <param name="outputs">The outputs that the report has to be about.</param>
    /// <exception cref="InputException">It is no report, of something else, or without users.</exception>
    public static VerifiedUsers Read(string file, string integration, OutputsDocument outputs)
    {
        try
        {
            using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(file));
            return Read(file, report.RootElement, integration, outputs);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--verification: found '{file}', which cannot be read ({exception.Message.TrimEnd('.')}); expected "
                + "the JSON report of a verification. Check the path.");
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InputException($"--verification: found '{file}', which is no report of a verification; expected the file that --json "
                + "wrote, or verification.json of a rehearsal. Name that one.");
        }
    }

    private static VerifiedUsers Read(string file, JsonElement report, string name, OutputsDocument outputs)
    {
        Guid tenant = report.GetProperty("tenant").GetProperty("id").GetGuid(), clientId = outputs.Integrations[name].ClientId;
        if (tenant != outputs.Tenant.Id)
            throw new InputException($"--verification: found '{file}', a report of tenant {tenant}; expected one of {outputs.Tenant.Id}, "
                + "which the outputs name. Name another file.");
        JsonElement integration = report.GetProperty("integrations").EnumerateArray().FirstOrDefault(one =>
            one.GetProperty("name").GetString() == name && one.GetProperty("clientId").GetGuid() == clientId);
        if (integration.ValueKind == JsonValueKind.Undefined)
            throw new InputException($"--verification: found '{file}', which has no integration '{name}' with client id {clientId}; "
                + "expected one. Verify this stack, and name that report.");
        IEnumerable<JsonElement> users = report.TryGetProperty("usersFile", out JsonElement lines)
            ? Lines(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileName(lines.GetString()!)), name)
            : integration.GetProperty("users").EnumerateArray();
        Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
        bool any = false;
        foreach (JsonElement user in users)
        {
            any = true;
            if (user.GetProperty("synchronized").GetBoolean())
                names[user.GetProperty("userPrincipalName").GetString()!] = user.GetProperty("displayName").GetString() ?? "";
        }
        return any ? new(report.GetProperty("startedAt").GetDateTimeOffset(), names) : throw new InputException(
            $"--verification: found '{file}', which holds no users of '{name}'; expected a report of a run that read them. Verify with the "
            + "application's certificate, or with --operator.");
    }

    /// <summary>Where there are many, they stand in a file of lines beside the report.</summary>
    private static IEnumerable<JsonElement> Lines(string file, string name)
    {
        foreach (string line in File.ReadLines(file))
        {
            using JsonDocument user = JsonDocument.Parse(line);
            if (user.RootElement.GetProperty("integration").GetString() == name)
                yield return user.RootElement;
        }
    }
}
