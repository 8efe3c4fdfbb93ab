using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SimulatedTenant;
using SimulatedTenant.Directory;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Tests.Rehearsal;
using TenantOnboarding.Tests.Verification;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Steps;

/// <summary>
/// The steps of the guides, one test or more each: what the stack declares makes the check pass, and undoing the step by hand makes it
/// fail. The names begin with the
/// step's id in docs/steps.md.
/// </summary>
public sealed partial class GuideStepTests : IDisposable
{
    private readonly RehearsalHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void Every_step_of_the_table_has_a_test()
    {
        string table = File.ReadAllText(Path.Combine(Repository.Root, "docs", "steps.md"));
        string[] steps = [.. StepRow().Matches(table).Select(match => match.Groups[1].Value)];
        string[] tested = [.. typeof(GuideStepTests).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name.Split('_')[0])];

        Assert.Equal(19, steps.Length);
        Assert.All(steps, step => Assert.Contains(step, tested));
    }

    [Fact]
    public Task A1_Without_the_registration_the_product_cannot_sign_in() => FailsAsync(
        VerificationExitCode.SignIn, "APPLICATION_UNKNOWN",
        (tenant, outputs) => GraphAsync(tenant, HttpMethod.Delete, $"applications/{outputs["applicationObjectId"]}", null));

    [Fact]
    public async Task A1_The_registration_has_its_name_and_is_for_this_tenant_only()
    {
        JsonNode? application = null;
        await AfterAsync(
            async (tenant, outputs) =>
                application = await GraphAsync(tenant, HttpMethod.Get, $"applications/{outputs["applicationObjectId"]}", null),
            null);

        Assert.Equal("MailStore Server", application!["displayName"]!.GetValue<string>());
        Assert.Equal("AzureADMyOrg", application["signInAudience"]!.GetValue<string>());
    }

    [Fact]
    public async Task A2_The_outputs_name_the_ids_that_the_product_asks_for()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options);

        Assert.Equal("6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10", result.Outputs!["tenant"]!["id"]!.GetValue<string>());
        Assert.True(Guid.TryParse(Integration(result.Outputs)["clientId"]!.GetValue<string>(), out _));
        Assert.Equal("ok", Check(result, "sign-in"));
    }

    [Fact]
    public Task A3_Without_its_certificate_the_product_cannot_sign_in() => FailsAsync(
        VerificationExitCode.SignIn, "CERTIFICATE_REFUSED",
        (tenant, outputs) =>
            GraphAsync(tenant, HttpMethod.Patch, $"applications/{outputs["applicationObjectId"]}", new { keyCredentials = Array.Empty<object>() }));

    [Fact]
    public Task A3_A_client_secret_is_a_finding() => WarnsAsync(
        "CLIENT_SECRET_PRESENT",
        (tenant, outputs) =>
            GraphAsync(tenant, HttpMethod.Post, $"applications/{outputs["applicationObjectId"]}/addPassword", new { passwordCredential = new { displayName = "by hand" } }));

    [Fact]
    public async Task A4_Thumbprint_and_expiry_are_outputs_and_are_checked()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options);

        JsonNode certificate = Integration(result.Outputs!)["certificates"]![0]!;
        Assert.Matches("^[0-9A-F]{40}$", certificate["thumbprint"]!.GetValue<string>());
        Assert.Equal("2036-01-01T00:00:00Z", certificate["notAfter"]!.GetValue<string>());
        Assert.Contains("valid until 2036-01-01", Summary(result, "certificate"), StringComparison.Ordinal);
    }

    [Fact]
    public Task A5_Another_port_in_the_redirect_uri_fails() => FailsAsync(
        VerificationExitCode.RedirectUri, "REDIRECT_URI_MISSING",
        (tenant, outputs) => PatchWebAsync(tenant, outputs, new { redirectUris = new[] { "https://mailstore.contoso.com/oidc/signin" } }));

    [Fact]
    public async Task A6_The_redirect_uri_of_a_hosted_instance_carries_its_alias()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options with { ConfigFile = Sample("mailstore-spe") });

        Assert.Equal("https://archive.example.com/contoso/oidc/signin", Integration(result.Outputs!)["redirectUri"]!.GetValue<string>());
        Assert.Equal("ok", Check(result, "redirect-uri"));
    }

    [Fact]
    public Task A7_ID_tokens_switched_off_fail() => FailsAsync(
        VerificationExitCode.RedirectUri, "ID_TOKENS_OFF",
        (tenant, outputs) => PatchWebAsync(tenant, outputs, new { implicitGrantSettings = new { enableIdTokenIssuance = false } }));

    [Fact]
    public Task A7_Access_tokens_switched_on_are_a_finding() => WarnsAsync(
        "ACCESS_TOKENS_ON",
        (tenant, outputs) => PatchWebAsync(tenant, outputs, new { implicitGrantSettings = new { enableAccessTokenIssuance = true } }));

    [Fact]
    public Task A7_A_logout_url_is_a_finding() => WarnsAsync(
        "LOGOUT_URL_SET",
        (tenant, outputs) => PatchWebAsync(tenant, outputs, new { logoutUrl = "https://mailstore.contoso.com/logout" }));

    [Fact]
    public async Task A8_The_redirect_uri_is_an_output_to_enter_in_the_product()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options);

        Assert.Equal("https://mailstore.contoso.com:8462/oidc/signin", Integration(result.Outputs!)["redirectUri"]!.GetValue<string>());
    }

    [Fact]
    public Task A9_A_permission_of_the_guides_that_is_missing_fails() => FailsAsync(
        VerificationExitCode.Consent, "PERMISSION_NOT_GRANTED",
        (tenant, outputs) => RevokeAsync(tenant, outputs, "Directory.Read.All"));

    [Fact]
    public Task A9_A_permission_that_nobody_declared_is_a_finding() => WarnsAsync(
        "PERMISSION_NOT_DECLARED",
        (tenant, outputs) =>
        {
            ServicePrincipal graph = tenant.Directory.ServicePrincipals.Single(principal => principal.DisplayName == "Microsoft Graph");
            return GraphAsync(tenant, HttpMethod.Post, $"servicePrincipals/{graph.Id}/appRoleAssignedTo", new
            {
                principalId = outputs["servicePrincipalObjectId"]!.GetValue<string>(),
                resourceId = graph.Id,
                appRoleId = TenantOnboarding.Components.Permissions.PermissionCatalogue.MailReadWrite.Id,
            });
        });

    [Fact]
    public Task A10_Consent_that_was_never_granted_fails() => FailsAsync(
        VerificationExitCode.Consent, "PERMISSION_NOT_GRANTED",
        (tenant, outputs) => RevokeAsync(tenant, outputs, "full_access_as_app"));

    [Fact]
    public async Task A10_Consent_to_the_delegated_permission_that_is_missing_is_found()
    {
        RehearsalResult result = await AfterAsync(
            async (tenant, outputs) => await GraphAsync(tenant, HttpMethod.Delete, $"oauth2PermissionGrants/{Assert.Single(tenant.Directory.PermissionGrants).Id}", null), null);

        Assert.Contains(result.Report!.Findings, finding => finding.Code == "DELEGATED_PERMISSION_NOT_GRANTED");
    }

    [Fact]
    public async Task A11_The_filter_of_the_stack_decides_who_is_synchronized()
    {
        RehearsalResult licensed = await _harness.RunAsync(_harness.Options);
        RehearsalResult enabled = await _harness.RunAsync(_harness.Options with { ConfigFile = _harness.DevWith("enabled.yaml", ("filter: licensed", "filter: enabled")) });

        Assert.Equal(Synchronized(licensed),
            licensed.Report!.Integrations[0].Users.Where(user => user.Reason.StartsWith("licensed", StringComparison.Ordinal))
                .Select(user => user.UserPrincipalName));
        Assert.DoesNotContain("georg.steiner@contoso.com", Synchronized(enabled));
        Assert.Contains("georg.steiner@contoso.com", Synchronized(licensed));
        Assert.Contains("david.meier@contoso.com", Synchronized(enabled));
    }

    [Fact]
    public async Task A12_Every_account_gets_a_reason_and_the_tenant_is_not_written_to()
    {
        TenantServer tenant = null!;
        int writes = 0;

        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            BeforeVerification = server =>
            {
                tenant = server;
                writes = server.Requests.Count(request => request.IsWrite);
                return Task.CompletedTask;
            },
        });

        Assert.Equal(25, result.Report!.Integrations[0].Users.Count);
        Assert.All(result.Report.Integrations[0].Users, user => Assert.NotEmpty(user.Reason));
        Assert.Contains(result.Report.Findings, finding => finding.Code == "SHARED_MAILBOX_LEFT_OUT");
        Assert.Equal(writes, tenant.Requests.Count(request => request.IsWrite));
    }

    [Fact]
    public async Task A13_Every_mailbox_is_reached_or_has_a_reason()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options);

        Assert.Equal(20, result.Report!.Integrations[0].Mailboxes.Count);
        Assert.Contains(result.Report.Findings, finding => finding is { Code: "MAILBOX_NOT_PROVISIONED", Subject: "clara.vogt@contoso.com" });
    }

    [Fact]
    public async Task A14_A_host_that_does_not_resolve_here_is_named()
    {
        VerificationReport? report = null;
        await _harness.RunAsync(_harness.Options with
        {
            ConfigFile = _harness.DevWith("unresolved.yaml", ("mailstore.contoso.com", "mailstore.contoso.invalid")),
            BeforeVerification = async tenant => report = await VerifyAsync(tenant, options => options with { CheckRedirectHost = true }),
        });

        Assert.Contains(report!.Findings, finding => finding.Code == "REDIRECT_HOST_UNRESOLVED");
    }

    [Fact]
    public async Task B1_The_hybrid_set_up_has_all_permissions_and_neither_sign_in_nor_synchronization()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options with { ConfigFile = Sample("hybrid") });

        Assert.Equal(0, result.ExitCode);
        Assert.Null(Integration(result.Outputs!)["redirectUri"]);
        Assert.Null(Integration(result.Outputs!)["userSync"]);
        Assert.Equal(3, Integration(result.Outputs!)["permissions"]!.AsArray().Count);
        Assert.DoesNotContain(result.DeclaredResources, resource => resource.Type.Contains("RedirectUris", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Report!.Integrations[0].Checks, check => check.Id is "redirect-uri" or "user-sync");
    }

    [Fact]
    public Task C1_Without_its_role_automation_fails() => FailsAsync(
        VerificationExitCode.Mailboxes, "EXCHANGE_ROLE_MISSING",
        (tenant, _) =>
        {
            tenant.Directory.RoleAssignmentStore.Remove(tenant.Directory.RoleAssignments.Single(assignment =>
                tenant.Directory.ServicePrincipals.Any(principal =>
                    principal.Id == assignment.PrincipalId && principal.DisplayName == "Activate")));
            return Task.CompletedTask;
        },
        "activate");

    [Fact]
    public async Task C2_Get_Mailbox_runs_as_the_application()
    {
        TenantServer tenant = null!;
        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            ConfigFile = Sample("activate"),
            BeforeVerification = server =>
            {
                tenant = server;
                return Task.CompletedTask;
            },
        });

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(tenant.Requests, request => request.PathAndQuery.StartsWith("/adminapi/", StringComparison.Ordinal) && request.Status == 200);
        Assert.Contains(result.Report!.Integrations[0].Mailboxes, mailbox => mailbox.Address == "anna.berger@contoso.com" && mailbox.Code is null);
    }

    [Fact]
    public Task C3_Basic_authentication_that_is_accepted_fails() => FailsAsync(
        VerificationExitCode.OtherCheck, null,
        (tenant, _) =>
        {
            tenant.Directory.Exchange.BasicAuthentication = true;
            return Task.CompletedTask;
        });

    [Fact]
    public async Task C4_A_server_that_offers_no_TLS_1_2_is_a_finding()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["imap"], ["Graph/Directory.Read.All", "Exchange/IMAP.AccessAsApp"]);
        await using PlainTextServer server = new();

        VerificationReport report = await stack.VerifyAsync(
            options => options with { Endpoints = options.Endpoints! with { ImapPort = server.Port } });

        Assert.Contains(report.Findings,
            finding => finding.Severity == Severity.Error && finding.Cause.Contains("TLS 1.2 or later", StringComparison.Ordinal));
    }

    private async Task FailsAsync(
        VerificationExitCode exitCode, string? code, Func<TenantServer, JsonNode, Task> byHand, string? sample = null)
    {
        RehearsalResult result = await AfterAsync(byHand, sample);

        Assert.True((int)exitCode == result.ExitCode, _harness.Console);
        if (code is not null)
            Assert.Contains(result.Report!.Findings, finding => finding.Code == code && finding.Severity == Severity.Error);
    }

    private async Task WarnsAsync(string code, Func<TenantServer, JsonNode, Task> byHand)
    {
        RehearsalResult result = await AfterAsync(byHand, null);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Report!.Findings, finding => finding.Code == code && finding.Severity == Severity.Warning);
    }

    /// <summary>Deploys, undoes a step as a person would, and verifies without waiting.</summary>
    private Task<RehearsalResult> AfterAsync(Func<TenantServer, JsonNode, Task> byHand, string? sample) =>
        _harness.RunAsync(_harness.Options with
    {
        ConfigFile = sample is null ? null : Sample(sample),
        Deadline = TimeSpan.Zero,
        BeforeVerification = tenant =>
            byHand(tenant, Integration(JsonNode.Parse(File.ReadAllText(Path.Combine(_harness.Output, "outputs.json")))!.AsObject())),
    });

    private async Task<VerificationReport> VerifyAsync(TenantServer tenant, Func<VerificationOptions, VerificationOptions> change)
    {
        VerificationOptions options = new VerificationOptions
        {
            Endpoints = TenantEndpoints.ForSimulatedTenant(tenant.Url, tenant.ImapPort),
            Deadline = TimeSpan.Zero,
        }.TrustingOnly(tenant.CertificateAuthority);
        return await new TenantVerifier(change(options)).VerifyAsync(await OutputsDocument.LoadAsync(Path.Combine(_harness.Output, "outputs.json")));
    }

    private static Task PatchWebAsync(TenantServer tenant, JsonNode outputs, object web) =>
        GraphAsync(tenant, HttpMethod.Patch, $"applications/{outputs["applicationObjectId"]}", new { web });

    private static Task RevokeAsync(TenantServer tenant, JsonNode outputs, string value)
    {
        string id = outputs["permissions"]!.AsArray().Single(permission => permission!["value"]!.GetValue<string>() == value)!["id"]!.GetValue<string>();
        tenant.Directory.AppRoleAssignmentStore.Remove(tenant.Directory.AppRoleAssignments.Single(assignment =>
            assignment.AppRoleId == Guid.Parse(id) && assignment.PrincipalId == Guid.Parse(outputs["servicePrincipalObjectId"]!.GetValue<string>())));
        return Task.CompletedTask;
    }

    private static async Task<JsonNode?> GraphAsync(TenantServer tenant, HttpMethod method, string path, object? body)
    {
        using HttpClient http = new(tenant.CreateHandler()) { BaseAddress = tenant.Url };
        using HttpResponseMessage token = await http.PostAsync(new Uri($"/{tenant.Deployer.TenantId}/oauth2/v2.0/token", UriKind.Relative),
            new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = tenant.Deployer.ClientId.ToString(),
            ["client_secret"] = tenant.Deployer.ClientSecret,
            ["scope"] = new Uri(tenant.Url, ".default").ToString(),
        }));
        JsonElement answer = await token.Content.ReadFromJsonAsync<JsonElement>();
        using HttpRequestMessage request = new(method, new Uri($"/v1.0/{path}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("access_token").GetString());
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using HttpResponseMessage response = await http.SendAsync(request);
        string content = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, content);
        return content.Length == 0 ? null : JsonNode.Parse(content);
    }

    private static JsonNode Integration(JsonObject outputs) => outputs["integrations"]!.AsObject().Single().Value!;

    private static string Sample(string name) => Samples.Stack(name);

    private static CheckResult CheckOf(RehearsalResult result, string id) =>
        result.Report!.Integrations[0].Checks.Single(check => check.Id == id);

    private static string Check(RehearsalResult result, string id) =>
        CheckOf(result, id).Status == CheckStatus.Passed ? "ok" : CheckOf(result, id).Summary;

    private static string Summary(RehearsalResult result, string id) => CheckOf(result, id).Summary;

    private static string[] Synchronized(RehearsalResult result) =>
        [.. result.Report!.Integrations[0].Users.Where(user => user.Synchronized).Select(user => user.UserPrincipalName)];

    [GeneratedRegex(@"^\| ([ABC]\d+) \|", RegexOptions.Multiline)]
    private static partial Regex StepRow();
}
