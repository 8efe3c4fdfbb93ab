using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SimulatedTenant.Options;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using Directory = System.IO.Directory;

namespace TenantOnboarding.Tests.Verification;

public sealed class EvidenceTests : IDisposable
{
    private const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2dyYXBoIiwicm9sZXMiOlsiTWFpbC5SZWFkIl19.c2lnbmF0dXJlLXBhcnQ";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("evidence-").FullName;

    [Theory]
    [InlineData("ews", "Exchange/full_access_as_app", "POST")]
    [InlineData("graph", "Graph/Mail.Read", "POST")]
    [InlineData("imap", "Exchange/IMAP.AccessAsApp", "IMAP")]
    public async Task A_finding_about_mailboxes_names_a_file_with_the_answer_about_one_of_them(
        string protocol, string permission, string method)
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, [protocol], ["Graph/Directory.Read.All", permission]);

        VerificationReport report = await stack.VerifyAsync(options => options with { EvidenceFolder = _folder });

        Finding finding = report.Check($"mailboxes-{protocol}").Findings[0];
        string[] addresses = [.. report.Integrations[0].Mailboxes.Where(mailbox => mailbox.Code == finding.Code)
            .Select(mailbox => mailbox.Address)];
        JsonNode evidence = JsonNode.Parse(await File.ReadAllTextAsync(finding.Evidence!))!;
        Assert.Equal((finding.Code, $"mailboxes-{protocol}", "mailstore"),
            ((string)evidence["finding"]!["code"]!, (string)evidence["check"]!, (string)evidence["integration"]!));
        JsonNode exchange = evidence["exchanges"]![0]!;
        Assert.Equal(method, (string)exchange["request"]!["method"]!);
        if (protocol == "graph")
        {
            Assert.NotNull((string?)exchange["requestId"]);
            Assert.Equal((string)exchange["clientRequestId"]!, (string)exchange["request"]!["headers"]!["client-request-id"]!);
        }
        else
        {
            string told = exchange.ToJsonString();
            Assert.Contains(addresses, address => told.Contains(address, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task No_file_holds_a_token_its_signature_an_assertion_or_a_password()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(
            null, null, ["ews", "graph", "imap"],
            ["Graph/Directory.Read.All", "Graph/Mail.Read", "Exchange/full_access_as_app", "Exchange/IMAP.AccessAsApp"]);
        await stack.RevokeAsync("Exchange/full_access_as_app");
        await stack.GrantAsync("Graph/User.Read.All");
        SecretCatcher caught = new(stack.Options.HandlerFactory!());

        VerificationReport report = await stack.VerifyAsync(options => options with
        {
            EvidenceFolder = _folder,
            HandlerFactory = () => caught,
            BasicAuthenticationAccount = new("anna.berger@contoso.com", "correct-horse-battery"),
        });

        Assert.NotEmpty(report.Findings);
        Assert.All(report.Findings, finding => Assert.True(File.Exists(finding.Evidence), finding.Code));
        Assert.True(caught.Secrets.Count >= 4, $"{caught.Secrets.Count} secrets were seen");
        foreach (string file in System.IO.Directory.GetFiles(_folder, "*", SearchOption.AllDirectories))
        {
            string text = await File.ReadAllTextAsync(file);
            Assert.All(caught.Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            Assert.DoesNotContain("correct-horse-battery", text, StringComparison.Ordinal);
            Assert.DoesNotContain(
                Convert.ToBase64String(Encoding.UTF8.GetBytes("anna.berger@contoso.com:correct-horse-battery")), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_format_names_the_file_and_the_page_links_to_it()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        VerificationReport report = await stack.VerifyAsync(options => options with { EvidenceFolder = _folder });

        Finding finding = report.Finding("MAILBOX_NOT_PROVISIONED");
        Assert.Equal(Path.Combine(_folder, "mailstore", "mailboxes-ews-MAILBOX_NOT_PROVISIONED.json"), finding.Evidence);
        Assert.Contains($"Evidence: {finding.Evidence}", report.AsText(), StringComparison.Ordinal);
        Assert.Contains("\"evidence\": ", JsonReport.Render(report), StringComparison.Ordinal);
        Assert.Contains($"Evidence: {finding.Evidence}", JUnitReport.Render(report), StringComparison.Ordinal);
        Assert.EndsWith($",\"{finding.Evidence}\"", CsvReport.Render(report).Split("\r\n").Single(row => row.Contains(finding.Code, StringComparison.Ordinal)
            && row.Contains("\"finding\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("**Evidence** ", MarkdownReport.Render(report), StringComparison.Ordinal);
        Assert.Contains("href=\"mailstore/mailboxes-ews-MAILBOX_NOT_PROVISIONED.json\"",
            HtmlReport.Render(report, FindingLinks.FromFile(Path.Combine(_folder, "report.html"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_run_removes_what_the_one_before_wrote_and_nothing_else()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.RevokeAsync("Exchange/full_access_as_app");
        Directory.CreateDirectory(Path.Combine(_folder, "mailstore"));
        string mine = Path.Combine(_folder, "mailstore", "notes.json"), taken = Path.Combine(_folder, "mailstore", "consent-PERMISSION_NOT_GRANTED.json");
        await File.WriteAllTextAsync(mine, "mine");
        await File.WriteAllTextAsync(taken, "mine too");
        string first = (await stack.VerifyAsync(options => options with { EvidenceFolder = _folder })).Finding("PERMISSION_NOT_GRANTED").Evidence!;
        await stack.GrantAsync("Exchange/full_access_as_app");

        VerificationReport report = await stack.VerifyAsync(options => options with { EvidenceFolder = _folder });

        Assert.Equal("consent-PERMISSION_NOT_GRANTED-2.json", Path.GetFileName(first));
        Assert.False(File.Exists(first));
        Assert.Equal(("mine", "mine too"), (await File.ReadAllTextAsync(mine), await File.ReadAllTextAsync(taken)));
        Assert.Equal(
            report.Findings.Select(finding => Path.GetFileName(finding.Evidence!)).Order(StringComparer.Ordinal),
            Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories).Except([mine, taken]).Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_index_that_names_files_elsewhere_removes_none_of_them_and_one_that_is_somebody_elses_is_refused()
    {
        string elsewhere = Path.Combine(_folder, "elsewhere.json"), folder = Path.Combine(_folder, "evidence");
        File.WriteAllText(elsewhere, "mine");
        new EvidenceFolder(folder).Dispose();
        string index = Path.Combine(folder, EvidenceFolder.IndexName);
        File.AppendAllText(index, $"../elsewhere.json\n{elsewhere}\nx/../../elsewhere.json\n");

        using (EvidenceFolder evidence = new(folder))
            Assert.Null(evidence.Problem);
        File.WriteAllText(index, "a list of my own\n");
        using (EvidenceFolder evidence = new(folder))
            Assert.Contains($"'{EvidenceFolder.IndexName}' in it is not a verification's", evidence.Problem, StringComparison.Ordinal);

        Assert.True(File.Exists(elsewhere));
        Assert.Equal("a list of my own\n", File.ReadAllText(index));
    }

    [Fact]
    public void Two_runs_do_not_share_a_folder()
    {
        using EvidenceFolder one = new(_folder);
        using EvidenceFolder other = new(_folder);

        Assert.Null(one.Problem);
        Assert.StartsWith($"'{_folder}', which cannot be written (", other.Problem, StringComparison.Ordinal);
        Assert.Null(other.Write("mailstore", "x", _ => Assert.Fail("It must not be written.")));
    }

    [Fact]
    public async Task Without_a_folder_no_finding_has_evidence()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        Assert.All((await stack.VerifyAsync()).Findings, finding => Assert.Null(finding.Evidence));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_leaves_the_verdict_and_is_said()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string file = Path.Combine(_folder, "taken");
        await File.WriteAllTextAsync(file, "");

        VerificationReport report = await stack.VerifyAsync(options => options with { EvidenceFolder = file });

        report.Exits(VerificationExitCode.Ready);
        Assert.Contains("which cannot be written (", report.EvidenceProblem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_stays_small_however_many_mailboxes_there_are()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new TenantOptions { Users = 400 });

        VerificationReport report = await stack.VerifyAsync(options => options with { EvidenceFolder = _folder });

        JsonNode evidence = JsonNode.Parse(await File.ReadAllTextAsync(report.Finding("MAILBOX_NOT_PROVISIONED").Evidence!))!;
        Assert.InRange(evidence["exchanges"]!.AsArray().Count, 1, 20);
    }

    [Fact]
    public async Task Every_request_has_a_client_request_id_of_its_own()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        SecretCatcher caught = new(stack.Options.HandlerFactory!());

        await stack.VerifyAsync(options => options with { HandlerFactory = () => caught });

        Assert.Equal(caught.Ids.Count, caught.Ids.Distinct().Count());
        Assert.All(caught.Ids, id => Assert.True(Guid.TryParse(id, out _)));
    }

    [Theory]
    [InlineData("Authorization", "Bearer abc.def", "Bearer (redacted)")]
    [InlineData("Set-Cookie", "fpc=abc; path=/", "(redacted)")]
    [InlineData("X-Auth-Token", "abc", "(redacted)")]
    [InlineData("X-AnchorMailbox", "anna@contoso.com", "anna@contoso.com")]
    [InlineData("X-Echo", "Bearer 0123456789abcdef0123", "Bearer (redacted)")]
    public void A_header_is_kept_without_its_secret(string name, string value, string expected) =>
        Assert.Equal(expected, Redaction.Header(name, value));

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "client_id=1&client_assertion=abc&scope=x", "client_id=1&client_assertion=(redacted)&scope=x")]
    [InlineData("application/json", """{"secretText":"s3cret","hint":"s3c","error":{"code":"Denied"}}""",
        """{"secretText":"(redacted)","hint":"s3c","error":{"code":"Denied"}}""")]
    [InlineData("application/json", """{"access_token":"opaque-token","expires_in":3599}""", """{"access_token":"(redacted)","expires_in":3599}""")]
    [InlineData("application/json", """{"access_token":"opaque-tok""", """{"access_token":"(redacted)" """)]
    [InlineData("text/html", $"<p>{Token}</p>", "<p>(redacted)</p>")]
    public void A_body_is_kept_without_its_secrets(string mediaType, string body, string expected) =>
        Assert.Equal(expected.TrimEnd(), Redaction.Body(body, mediaType));

    [Fact]
    public void A_tokens_claims_stay() => Assert.Equal(
        """{"access_token":{"redacted":true,"claims":{"aud":"https://graph","roles":["Mail.Read"]}}}""",
        Redaction.Body($$"""{"access_token":"{{Token}}"}""", "application/json"));

    [Fact]
    public void A_long_body_is_cut_and_says_so()
    {
        string kept = Redaction.Body(new string('x', 20_000), "text/plain");

        Assert.EndsWith("x… (cut; 20000 characters in all)", kept, StringComparison.Ordinal);
        Assert.InRange(kept.Length, Redaction.LongestBody, Redaction.LongestBody + 50);
    }

    [Fact]
    public void An_address_is_kept_without_secrets_in_its_query() => Assert.Equal(
        "https://x/y?a=1&sig=(redacted)", Redaction.Address(new("https://x/y?a=1&sig=abc")));

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    /// <summary>Remembers what must not be kept: tokens, their signatures, assertions.</summary>
    private sealed class SecretCatcher(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly Lock _gate = new();

        public HashSet<string> Secrets { get; } = [];

        public List<string> Ids { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            lock (_gate)
            {
                Ids.Add(Assert.Single(request.Headers.GetValues("client-request-id")));
                if (request.Headers.Authorization is { Scheme: "Bearer", Parameter: string token })
                    Secrets.UnionWith([token, token.Split('.')[^1]]);
                foreach (string pair in body.Split('&').Where(pair => pair.StartsWith("client_assertion=", StringComparison.Ordinal)))
                    Secrets.UnionWith([WebUtility.UrlDecode(pair.Split('=', 2)[1]), pair.Split('.')[^1]]);
            }
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
