using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Rehearsal;

public sealed class RehearserTests : IDisposable
{
    private static readonly Guid Exchange = new("00000002-0000-0ff1-ce00-000000000000");

    private readonly RehearsalHarness _harness = new();

    public static TheoryData<string> SampleNames => [.. Samples.Names];

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Dev_stack_is_declared_deployed_and_proven()
    {
        string tenant = "";

        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            BeforeVerification = server =>
            {
                tenant = RehearsalHarness.Stable(server.Snapshot());
                return Task.CompletedTask;
            },
        });

        Assert.Equal(0, result.ExitCode);
        Golden.Matches(_harness.StableConsole(), "rehearsal/golden/dev.txt");
        Golden.Matches(tenant, "rehearsal/golden/dev.tenant.json");
        Assert.All(["outputs.json", "verification.json", "verification.junit.xml", "verification.csv", "verification.md", "report.html", "exchange-setup-mailstore.ps1"], file =>
            Assert.True(new FileInfo(Path.Combine(_harness.Output, file)).Length > 0, file));
        Assert.Equal(result.Outputs!.ToJsonString(),
            JsonNode.Parse(File.ReadAllText(Path.Combine(_harness.Output, "outputs.json")))!.ToJsonString());
    }

    [Fact]
    public async Task Private_keys_never_reach_the_output_folder()
    {
        await _harness.RunAsync(_harness.Options);

        Assert.All(Directory.EnumerateFiles(_harness.Output, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public async Task A_sample_rehearses_green_and_leaves_what_stands_beside_it(string sample)
    {
        string snapshot = "";
        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            ConfigFile = Samples.Stack(sample),
            BeforeVerification = tenant => Task.FromResult(snapshot = tenant.Snapshot()),
        });

        Assert.True(result.ExitCode == 0, _harness.Console);
        string console = _harness.StableConsole();
        // A vault's certificate begins today.
        if (sample == "key-vault")
        {
            snapshot = Regex.Replace(snapshot, "20[0-9-]{8}T[0-9:]{8}Z", "<moment>");
            console = Regex.Replace(Regex.Replace(console, "20[0-9]{2}-[0-9]{2}-[0-9]{2}(?!T)", "<day>"), "kv-activate-[a-z0-9]{6}",
                "kv-activate-<suffix>");
        }
        Samples.Matches(sample, "tenant.json", snapshot);
        Samples.Matches(sample, "console.txt", console);
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public async Task A_second_deployment_of_a_sample_writes_nothing(string sample)
    {
        RehearsalResult result =
            await _harness.RunAsync(_harness.Options with { From = Samples.Stack(sample), To = Samples.Stack(sample) });

        Assert.True(result.ExitCode == 0, _harness.Console);
        Assert.Equal(0, result.Writes);
        Assert.All(result.Steps, step => Assert.Equal(StepKind.Unchanged, step.Kind));
    }

    [Fact]
    public async Task Preview_writes_nothing_and_declares_everything()
    {
        TenantServer? tenant = null;

        RehearsalResult result =
            await _harness.RunAsync(_harness.Options with { Preview = true, BeforeDeploy = server => Task.FromResult(tenant = server) });

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(tenant!.Requests, request => request.IsWrite);
        Assert.Equal(9, result.Steps.Count(step => step.Kind == StepKind.Created));
        Assert.EndsWith("preview: 9 to create; nothing was deployed\n", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_removed_from_the_tenant_fails_with_the_consent_finding()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            Deadline = TimeSpan.Zero,
            BeforeVerification = tenant =>
            {
                Guid exchange = tenant.Directory.ServicePrincipals.Single(principal => principal.AppId == Exchange).Id;
                tenant.Directory.AppRoleAssignmentStore.Remove(tenant.Directory.AppRoleAssignments.Single(assignment =>
                    assignment.ResourceId == exchange));
                return Task.CompletedTask;
            },
        });

        Assert.Equal((int)VerificationExitCode.Consent, result.ExitCode);
        Assert.Contains(result.Report!.Findings, finding =>
            finding.Severity == Severity.Error && finding.Subject.Contains("full_access_as_app", StringComparison.Ordinal));
        Assert.Matches(@"\nNOT READY: 1 integration, 10 checks: \d+ failed, .*\(exit code 6\)\n$", _harness.Console);
    }

    [Fact]
    public async Task Another_certificate_given_to_the_verification_fails_with_another_exit_code()
    {
        VerificationReport? report = null;

        await _harness.RunAsync(_harness.Options with
        {
            BeforeVerification = async tenant =>
            {
                using RSA rsa = TestKeys.Rsa("another");
                using X509Certificate2 other =
                    new CertificateRequest("CN=another", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                    .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(90));
                VerificationOptions options = new VerificationOptions
                {
                    Endpoints = TenantEndpoints.ForSimulatedTenant(tenant.Url, tenant.ImapPort),
                    Certificates = [other],
                    Deadline = TimeSpan.Zero,
                }.TrustingOnly(tenant.CertificateAuthority);
                report = await new TenantVerifier(options)
                    .VerifyAsync(await OutputsDocument.LoadAsync(Path.Combine(_harness.Output, "outputs.json")));
            },
        });

        Assert.Contains(report!.Verdict.ExitCode, (VerificationExitCode[])[VerificationExitCode.SignIn, VerificationExitCode.Certificate]);
    }

    [Fact]
    public async Task Warnings_fail_only_when_strict()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options with { Strict = true });

        Assert.Equal((int)VerificationExitCode.WarningsOnly, result.ExitCode);
        Assert.EndsWith("(exit code 11)\n", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ews_behind_an_allow_list_fails_until_the_administrator_lists_the_application()
    {
        RehearsalResult blocked = await _harness.RunAsync(_harness.Options with { ExchangeSetup = false });
        RehearsalResult allowed = await _harness.RunAsync(_harness.Options);

        Assert.Equal((int)VerificationExitCode.Mailboxes, blocked.ExitCode);
        Assert.Contains(blocked.Report!.Findings, finding => finding.Code == "EWS_BLOCKED_BY_POLICY");
        Assert.Equal(0, allowed.ExitCode);
    }

    [Fact]
    public async Task Deployer_has_the_rights_that_bootstrap_gives_for_what_the_stack_has()
    {
        IReadOnlyList<string> rights = [];
        await _harness.RunAsync(_harness.Options with
        {
            Preview = true,
            ConfigureTenant = options =>
            {
                rights = options.DeployerPermissions;
                return options;
            },
        });

        Assert.Equal(
            ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "Policy.Read.All"],
            rights);
    }

    [Fact]
    public async Task Deployer_without_a_permission_fails_with_the_providers_words_and_the_right_that_is_missing_and_deletes_nothing()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            ConfigureTenant = options => options with
            {
                DeployerPermissions =
                    [.. TenantOptions.LeastDeployerPermissions.Where(permission => permission != "AppRoleAssignment.ReadWrite.All")],
            },
        });

        Assert.Equal(RehearsalExitCode.DeployFailed, result.ExitCode);
        Assert.Equal("  fix: give the deploying identity AppRoleAssignment.ReadWrite.All (docs/identities.md)", result.Errors[1]);
        string error = result.Errors[0];
        Assert.StartsWith("mailstore/permissions/", error, StringComparison.Ordinal);
        Assert.Contains(" (AppRoleAssignment): unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: ", error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _harness.Console, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Steps, step => step.Kind == StepKind.Deleted);
        Assert.Contains("NOT READY: the deploy failed, done before that: ", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_goes_through_while_the_tenant_throttles_and_fails_at_random()
    {
        int left = 3;

        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            ConfigureTenant = options => options with { Seed = 7, RandomErrors = new() { Rate = 20 } },
            BeforeVerification = _ => Task.FromResult(left = 0),
            Preview = false,
        });

        Assert.Equal(0, left);
        Assert.NotEqual(RehearsalExitCode.DeployFailed, result.ExitCode);
    }

    [Fact]
    public async Task Every_mistake_of_a_stack_file_is_said_at_once_and_nothing_is_deployed()
    {
        TenantServer? tenant = null;
        string file = _harness.DevWith("wrong.yaml", ("host: mailstore.contoso.com", "host: \"mail_store\", port: 0"),
            ("certificates/mailstore.cer", "certificates/missing.cer"));

        RehearsalResult result =
            await _harness.RunAsync(_harness.Options with { ConfigFile = file, BeforeDeploy = server => Task.FromResult(tenant = server) });

        Assert.Equal(RehearsalExitCode.BadInput, result.ExitCode);
        Assert.Contains("The stack's configuration has 3 errors; nothing was declared.", result.Errors);
        Assert.DoesNotContain(tenant!.Requests, request => request.IsWrite);
        Assert.DoesNotContain("   at ", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_folder_that_cannot_be_written_is_bad_input()
    {
        RehearsalResult result =
            await _harness.RunAsync(_harness.Options with { OutputDirectory = Path.Combine(_harness.Write("file.txt", "x"), "below") });

        Assert.Equal(RehearsalExitCode.BadInput, result.ExitCode);
        Assert.StartsWith("--output: ", Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--users", "100001")]
    [InlineData("--users", "many")]
    [InlineData("--stack", "no-such-stack")]
    [InlineData("--config", "no-such-file.yaml")]
    [InlineData("--certificate", "no-such-file.pfx")]
    [InlineData("--no-such-option", "x")]
    [InlineData("--output", " ")]
    public async Task Wrong_option_is_bad_input(string option, string value) =>
        Assert.Equal(RehearsalExitCode.BadInput, await RehearsalCommand.RunAsync([option, value]));

    [Fact]
    public async Task A_certificate_whose_key_is_given_keeps_its_file()
    {
        using RSA rsa = TestKeys.Rsa("another2");
        using X509Certificate2 certificate = new CertificateRequest("CN=given", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
        string publicPart = _harness.Write("given.cer", certificate.ExportCertificatePem());
        string privatePart = _harness.Write("given.pem", certificate.ExportCertificatePem() + "\n" + rsa.ExportPkcs8PrivateKeyPem());
        string file = _harness.DevWith("given.yaml", ("certificates/mailstore.cer", publicPart));

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { ConfigFile = file, Certificates = [privatePart] });

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(certificate.Thumbprint, result.Report!.Integrations[0].SignedInWith);
        Assert.DoesNotContain("The rehearsal plays the product", _harness.Console, StringComparison.Ordinal);
    }
}
