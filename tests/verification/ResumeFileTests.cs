using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What of an earlier run's answers is kept.</summary>
public sealed class ResumeFileTests : IDisposable
{
    private static readonly Lazy<X509Certificate2> SharedCertificate = new(
        () => DeployedStack.NewCertificate("CN=MailStore Server", SampleReport.Now.AddDays(-1), SampleReport.Now.AddDays(9)));

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("resume-").FullName;
    private readonly TestClock _clock = new(SampleReport.Now);
    private readonly OutputsDocument _document =
        SampleOutputs.Of(("first", SharedCertificate.Value.Thumbprint), ("second", SharedCertificate.Value.Thumbprint));

    private VerificationOptions Options => new() { Clock = _clock, Certificates = [SharedCertificate.Value] };

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(86_400, true)]
    [InlineData(86_401, false)]
    public void Answers_are_kept_for_a_day_and_not_those_of_a_clock_that_was_ahead(int seconds, bool kept)
    {
        Write();
        TestClock clock = new(SampleReport.Now.AddSeconds(seconds));

        (KnownAnswers known, IReadOnlyList<string> again) = ResumeFile.Read(In("report.json"), _document, Options with { Clock = clock });

        Assert.Equal(kept ? 2 : 0, known.Count);
        Assert.Equal(kept ? [] : ["its answers are from 2026-11-21 09:30 UTC, older than 24 h 0 min"], again);
    }

    [Fact]
    public void Mailboxes_that_were_reached_are_known_and_no_others()
    {
        Write();

        (KnownAnswers known, _) = ResumeFile.Read(In("report.json"), _document, Options);

        Assert.Equal((2, SampleReport.Now), (known.Count, known.Since));
        Assert.True(known.Reached("first", "ews", "anna@contoso.com"));
        Assert.True(known.Reached("second", "ews", "anna@contoso.com"));
        Assert.False(known.Reached("first", "ews", "nina@contoso.com"));
    }

    [Fact]
    public void A_run_that_was_resumed_itself_is_as_old_as_its_first_one()
    {
        Write(report => report["resumedFrom"] = "2026-11-20T12:00:00Z");

        (KnownAnswers known, IReadOnlyList<string> again) = ResumeFile.Read(In("report.json"), _document, Options);

        Assert.Equal((2, new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero)), (known.Count, known.Since));
        Assert.Empty(again);
    }

    [Theory]
    [InlineData("outputsSha256", "first: the stack's outputs are not the same any more")]
    [InlineData("signedInWith", "first: another certificate signs in")]
    public void An_integration_that_changed_is_asked_again_and_the_other_is_not(string property, string why)
    {
        foreach (Action<JsonObject> change in new Action<JsonObject>[] { one => one[property] = "00", one => one.Remove(property) })
        {
            Write(report => change(report["integrations"]![0]!.AsObject()));

            (KnownAnswers known, IReadOnlyList<string> again) = ResumeFile.Read(In("report.json"), _document, Options);

            Assert.Equal([why], again);
            Assert.False(known.Reached("first", "ews", "anna@contoso.com"));
            Assert.True(known.Reached("second", "ews", "anna@contoso.com"));
        }
    }

    [Fact]
    public void Without_a_certificate_at_hand_nothing_is_kept()
    {
        Write(report => report["integrations"]![0]!.AsObject().Remove("signedInWith"));

        (KnownAnswers known, IReadOnlyList<string> again) = ResumeFile.Read(In("report.json"), _document, Options with { Certificates = [] });

        Assert.Equal(["first: another certificate signs in", "second: another certificate signs in"], again);
        Assert.Equal(0, known.Count);
    }

    [Fact]
    public void An_integration_that_the_stack_has_no_more_or_that_is_another_application_now_is_left_aside()
    {
        Write(report =>
        {
            report["integrations"]![0]!["name"] = "gone";
            report["integrations"]!.AsArray().Add(JsonNode.Parse("""{ "name": "first", "clientId": "11111111-2222-3333-4444-555555555555" }"""));
        });

        (KnownAnswers known, IReadOnlyList<string> again) = ResumeFile.Read(In("report.json"), _document, Options);

        Assert.Empty(again);
        Assert.False(known.Reached("gone", "ews", "anna@contoso.com"));
        Assert.True(known.Reached("second", "ews", "anna@contoso.com"));
    }

    [Fact]
    public void A_report_of_another_stack_is_refused()
    {
        Write(report => report["integrations"]!.AsArray().Clear());

        Assert.Equal(
            [$"--resume: found '{In("report.json")}', a report of another stack: it has none of first, second with the client id of the "
                + "outputs; expected a report of this stack. Name another file, or verify anew."],
            Assert.Throws<InputException>(() => ResumeFile.Read(In("report.json"), _document, Options)).Errors);
    }

    [Fact]
    public void Verdicts_that_stand_in_a_file_beside_the_report_are_read_from_there()
    {
        Write(report =>
        {
            report["mailboxesFile"] = "elsewhere/report.mailboxes.jsonl";
            report["integrations"]![0]!["signedInWith"] = "00";
        });
        File.WriteAllText(In("report.mailboxes.jsonl"),
            """
            {"integration":"first","address":"bob@contoso.com","protocol":"ews","status":"reachable"}
            {"integration":"second","address":"bob@contoso.com","protocol":"ews","status":"reachable"}
            {"integration":"second","address":"carl@contoso.com","protocol":"ews","status":"failed"}
            {"integration":"second","address":"bob@contoso.com","protocol":"imap","status":"reachable"}
            """);

        (KnownAnswers known, _) = ResumeFile.Read(In("report.json"), _document, Options);

        Assert.Equal(3, known.Count);
        Assert.False(known.Reached("first", "ews", "bob@contoso.com"));
        Assert.True(known.Reached("second", "ews", "bob@contoso.com"));
        Assert.True(known.Reached("second", "imap", "bob@contoso.com"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{ "tenant": { "id": "contoso" } }""")]
    public void What_is_no_report_is_refused(string text)
    {
        File.WriteAllText(In("report.json"), text);

        Assert.Equal(
            [$"--resume: found '{In("report.json")}', which is no report of a verification; expected the file that --json wrote. Name that "
                + "one."],
            Assert.Throws<InputException>(() => ResumeFile.Read(In("report.json"), _document, Options)).Errors);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_refused() => Assert.StartsWith($"--resume: found '{_folder}', which cannot be read (",
        Assert.Throws<InputException>(() => ResumeFile.Read(_folder, _document, Options)).Message, StringComparison.Ordinal);

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    private void Write(Action<JsonObject>? change = null)
    {
        VerificationReport report = SampleReport.Clean() with
        {
            Integrations = [.. _document.Integrations.Select(one => SampleReport.Clean().Integrations[0] with
            {
                Name = one.Key,
                ClientId = one.Value.ClientId,
                OutputsSha256 = one.Value.Sha256(),
                SignedInWith = SharedCertificate.Value.Thumbprint,
                Mailboxes =
                [
                    new("anna@contoso.com", "Anna", "ews", MailboxStatus.Reachable, null, "reachable"),
                    new("nina@contoso.com", "Nina", "ews", MailboxStatus.Warning, "MAILBOX_NOT_PROVISIONED", "not provisioned yet"),
                ],
            })],
        };
        JsonObject json = JsonNode.Parse(JsonReport.Render(report))!.AsObject();
        change?.Invoke(json);
        File.WriteAllText(In("report.json"), json.ToJsonString());
    }
}
