using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Kiota.Authentication.Azure;
using Pulumi;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Bootstrap;
using TenantOnboarding.Components.Identities;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Docs;
using TenantOnboarding.Tests.Rehearsal;
using TenantOnboarding.Tests.Verification;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Bootstrap;

/// <summary>The program bootstrap/ on a simulated tenant, and the stack that is then deployed by the identities that it made.</summary>
public sealed class BootstrapTests
{
    private const string Issuer = "https://token.actions.githubusercontent.com";
    private const string Runs = "repo:contoso/tenants:environment:";

    private static string Folder => Path.Combine(Repository.Root, "bootstrap");

    [Fact]
    public async Task Its_identities_preview_deploy_and_verify_the_stack_without_any_secret()
    {
        await using EngineHarness bootstrap = await StartAsync();
        await bootstrap.DeployAsync(Own(), Program);
        TenantServer tenant = bootstrap.Tenant;
        string preview = ClientId(bootstrap, "PREVIEW"), deploy = ClientId(bootstrap, "DEPLOY"), verify = ClientId(bootstrap, "VERIFY");
        Assert.All(
            tenant.Directory.Applications.Where(one => one.DisplayName.StartsWith("tenant-onboarding dev", StringComparison.Ordinal)),
            one => Assert.Empty(one.PasswordCredentials));

        await using Signed previewing = new(tenant, preview, Runs + "dev-preview");
        EngineHarness engine = EngineHarness.Of(tenant, previewing.Deployer);
        await engine.DeployAsync(Stack(), previewing.Program, preview: true);
        Assert.Empty(engine.Last.Failures);
        Assert.Empty(engine.Writes);

        EngineHarness refused = EngineHarness.Of(tenant, previewing.Deployer);
        await refused.DeployAsync(Stack(), previewing.Program, mayFail: true);
        Assert.Contains(
            refused.Last.Failures, failure => failure.ToString().Contains("Authorization_RequestDenied", StringComparison.Ordinal));

        await using Signed deploying = new(tenant, deploy, Runs + "dev");
        EngineHarness deployed = EngineHarness.Of(tenant, deploying.Deployer);
        await deployed.DeployAsync(Stack(), deploying.Program);
        Assert.Empty(deployed.Last.Failures);

        await using Signed verifying = new(tenant, verify, Runs + "dev-preview");
        VerificationReport report = await verifying.VerifyAsync(OutputsDocument.Parse(deployed.LastOutputs!.ToJsonString()));
        Assert.DoesNotContain(report.Checks, check => check.Summary.Contains("Authorization_RequestDenied", StringComparison.Ordinal));
        Assert.Contains(report.Checks, check => check.Status == CheckStatus.Passed);
    }

    [Fact]
    public async Task A_second_deployment_changes_nothing_and_another_subject_changes_its_credential_alone()
    {
        await using EngineHarness bootstrap = await StartAsync();
        await bootstrap.DeployAsync(Own(), Program);
        await bootstrap.DeployAsync(Own(), Program);
        Assert.Empty(bootstrap.Writes);

        await bootstrap.DeployAsync(Own("bootstrap:repository: contoso/another"), Program);

        Assert.Equal(3, bootstrap.Writes.Count);
        Assert.All(bootstrap.Writes, write => Assert.Matches("^PATCH /v1.0/applications/[^/]+/federatedIdentityCredentials/[^/]+$", write));

        await bootstrap.DestroyAsync(preview: true);
        Assert.Contains(bootstrap.Last.Failures, failure => failure.ToString().Contains("protect", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://example.com", Runs + "dev", "api://AzureADTokenExchange", "AADSTS700211")]
    [InlineData(Issuer, Runs + "dev-preview", "api://AzureADTokenExchange", "AADSTS700213")]
    [InlineData(Issuer, "repo:Contoso/Tenants:environment:dev", "api://AzureADTokenExchange", "AADSTS700213")]
    [InlineData(Issuer, Runs + "dev", "https://github.com/contoso", "AADSTS700212")]
    public async Task A_token_of_another_run_is_refused(string issuer, string subject, string audience, string code)
    {
        await using EngineHarness bootstrap = await StartAsync();
        await bootstrap.DeployAsync(Own(), Program);
        TenantServer tenant = bootstrap.Tenant;
        DeployerIdentity somebody = new(tenant.Deployer.TenantId, Guid.Parse(ClientId(bootstrap, "DEPLOY")), "")
        {
            FederatedToken = tenant.IssueFederatedToken(issuer, subject, audience),
        };

        GraphRequestException refusal = await Assert.ThrowsAsync<GraphRequestException>(
            () => EngineHarness.Of(tenant, somebody).DeployAsync(() => { }));

        Assert.Contains(code, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_changed_is_refused()
    {
        await using EngineHarness bootstrap = await StartAsync();
        await bootstrap.DeployAsync(Own(), Program);
        TenantServer tenant = bootstrap.Tenant;
        string[] mine = tenant.IssueFederatedToken(Issuer, Runs + "mine").Split('.');
        string[] theirs = tenant.IssueFederatedToken(Issuer, Runs + "dev").Split('.');
        DeployerIdentity forger = new(tenant.Deployer.TenantId, Guid.Parse(ClientId(bootstrap, "DEPLOY")), "")
        {
            FederatedToken = $"{mine[0]}.{theirs[1]}.{mine[2]}",
        };

        GraphRequestException refusal = await Assert.ThrowsAsync<GraphRequestException>(
            () => EngineHarness.Of(tenant, forger).DeployAsync(() => { }));

        Assert.Contains("AADSTS5000811", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_of_the_settings_is_told_at_once()
    {
        await using EngineHarness bootstrap = await StartAsync();

        await bootstrap.DeployAsync(
            Own("bootstrap:repository: nobody\n  bootstrap:issuer: here\n  bootstrap:drift: sometimes\n  bootstrap:repo: A/B", "gone"),
            Program, mayFail: true);

        Assert.Equal("""
            The deployment cannot begin: 5 errors; nothing was declared.
            bootstrap:repo
                found:    "A/B"
                expected: one of the settings repository, issuer, audience, subjects, drift, policyWarning
                fix:      remove it, or correct its name
            bootstrap:issuer
                found:    "here"
                expected: nothing beside repository, whose runs have GitHub's issuer
                fix:      remove it, or give subjects in place of repository
            bootstrap:repository
                found:    "nobody"
                expected: OWNER/REPOSITORY
                fix:      copy both names from the repository's address
            bootstrap:drift
                found:    "sometimes"
                expected: true or false
                fix:      write false where nobody looks for drift
            Pulumi.gone.yaml
                found:    no file that can be read
                expected: the file of the stack that the identities serve, beside the folder bootstrap
                fix:      name this stack like the one that it serves: pulumi stack init NAME
            """.ReplaceLineEndings("\n"), string.Join('\n', bootstrap.LastErrors));
        Assert.Empty(bootstrap.Writes);
    }

    [Fact]
    public async Task The_repository_of_the_file_that_comes_with_it_is_refused()
    {
        await using EngineHarness bootstrap = await StartAsync();

        await bootstrap.DeployAsync(
            StackFile.Parse(Folder, "dev", "bootstrap/Pulumi.dev.yaml", File.ReadAllText(Path.Combine(Folder, "Pulumi.dev.yaml")),
                File.ReadAllText(Path.Combine(Folder, "Pulumi.yaml"))),
            Program, mayFail: true);

        Assert.Equal("""
            The deployment cannot begin: 1 error; nothing was declared.
            bootstrap:repository
                found:    "OWNER/REPOSITORY"
                expected: your own repository on GitHub: whoever owns the one that is named here could sign in to the tenant
                fix:      pulumi config set repository, and both names from the repository's address
            """.ReplaceLineEndings("\n"), string.Join('\n', bootstrap.LastErrors));
        Assert.Empty(bootstrap.Writes);
    }

    [Fact]
    public void The_tenants_cloud_is_that_of_the_stack()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, """
            config:
              azuread:tenantId: 6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10
              azuread:environment: usgovernment
              azuread:metadataHost: localhost:8443
              tenant-onboarding:integrations: { one: { product: custom } }
            """);

        ServedStack? served = ServedStack.Read(file, []);
        File.Delete(file);

        Assert.Equal(("usgovernment", "localhost:8443"), (served!.Environment, served.MetadataHost));
    }

    [Fact]
    public async Task A_token_whose_time_has_run_out_is_refused()
    {
        TestClock clock = new();
        await using EngineHarness bootstrap = EngineHarness.Of(await TenantServer.StartAsync(Options, clock));
        await bootstrap.DeployAsync(Own(), Program);
        TenantServer tenant = bootstrap.Tenant;
        DeployerIdentity late = new(tenant.Deployer.TenantId, Guid.Parse(ClientId(bootstrap, "DEPLOY")), "")
        {
            FederatedToken = tenant.IssueFederatedToken(Issuer, Runs + "dev"),
        };
        // Ten minutes that a token lives, and the five that clocks may differ.
        clock.Advance(TimeSpan.FromMinutes(15));

        GraphRequestException refusal = await Assert.ThrowsAsync<GraphRequestException>(
            () => EngineHarness.Of(tenant, late).DeployAsync(() => { }));

        Assert.Contains("AADSTS700024", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_is_never_trusted_with_the_subject_of_a_preview()
    {
        await using EngineHarness bootstrap = await StartAsync();

        await bootstrap.DeployAsync(
            Own("""
                bootstrap:issuer: https://vstoken.dev.azure.com/6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10
                  bootstrap:subjects: { preview: "sc://org/one/read", deploy: "sc://org/one/read", verify: "sc://org/one/read" }
                """),
            Program, mayFail: true);

        Assert.Contains("a subject that neither preview nor verify has", string.Join('\n', bootstrap.LastErrors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subjects_of_another_service_than_GitHub_are_taken_to_the_letter()
    {
        await using EngineHarness bootstrap = await StartAsync();
        const string issuer = "https://vstoken.dev.azure.com/6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10";

        await bootstrap.DeployAsync(
            Own($$"""
                bootstrap:issuer: {{issuer}}
                  bootstrap:subjects: { preview: "sc://org/one/read", deploy: "sc://org/one/write", verify: "sc://org/one/read" }
                """),
            Program);

        await using Signed deploying = new(bootstrap.Tenant, ClientId(bootstrap, "DEPLOY"), "sc://org/one/write", issuer);
        EngineHarness deployed = EngineHarness.Of(bootstrap.Tenant, deploying.Deployer);
        await deployed.DeployAsync(Stack(), deploying.Program);
        Assert.Empty(deployed.Last.Failures);
    }

    [Theory]
    [InlineData("{ product: custom }", "any integration")]
    [InlineData("{ product: mailstore-spe }", "any integration|`product: mailstore-server`, `product: mailstore-spe`, or `signIn`")]
    [InlineData("{ product: custom, signIn: { host: a } }",
        "any integration|`product: mailstore-server`, `product: mailstore-spe`, or `signIn`")]
    [InlineData("{ product: custom, userSync: { groups: [ A ] } }", "any integration|`userSync.groups`, or `mailboxes.group`")]
    [InlineData("{ product: custom, mailboxes: { group: A } }", "any integration|`userSync.groups`, or `mailboxes.group`")]
    [InlineData("{ product: activate, exchangeRole: A, adopt: { clientId: b } }", "any integration|`exchangeRole`|`adopt`")]
    public void A_stack_takes_the_rights_of_what_it_has(string integration, string needs)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, $"""
            config:
              azuread:tenantId: 6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10
              tenant-onboarding:integrations:
                one: {integration}
            """);

        ServedStack? served = ServedStack.Read(file, []);
        File.Delete(file);

        Assert.Equal(needs.Split('|'), served!.Needs.Select(need => need.Where));
    }

    [Fact]
    public void The_program_gives_the_rights_that_the_document_lists()
    {
        Assert.Equal(
            IdentityRights.Rows.Keys.Where(row => row != "`certificate.keyVault`"), Needs.All.Select(need => need.Where));
        Assert.All(Needs.All, need =>
        {
            Assert.Equal(IdentityRights.Rows[need.Where]["previewing"], need.Preview);
            Assert.Equal(IdentityRights.Rows[need.Where]["deploying"], need.Deploy);
            Assert.Equal(IdentityRights.Rows[need.Where]["verifying"], need.Verify);
        });
    }

    private static TenantOptions Options => new()
    {
        TenantId = Guid.Parse("6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10"),
        DeployerPermissions = ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"],
    };

    private static Task<EngineHarness> StartAsync() => EngineHarness.StartAsync(Options);

    [Fact]
    public void What_a_refusal_of_a_deployment_names_is_what_the_document_says()
    {
        string[] places = [.. IdentityRights.Refused.SelectMany(right => right)];
        Assert.All(
            new[] { "ApplicationRegistration", "ServicePrincipal", "getServicePrincipal", "AppRoleAssignment", "getGroup", "DirectoryRole",
                "ServicePrincipalDelegatedPermissionGrant", "getDirectoryRoleTemplates", "DirectoryRoleAssignment" },
            type =>
            {
                Assert.Contains(type, places);
                Assert.Contains(type, IdentityRights.Refused[Needs.RightFor($"azuread:index/any:{type}")!]);
            });
        Assert.Null(Needs.RightFor("random:index/randomString:RandomString"));
    }

    private static Task<IDictionary<string, object?>> Program() => Task.FromResult(BootstrapProgram.Declare());

    private static StackFile Own(string? settings = null, string stack = "dev") => StackFile.Parse(
        Folder, stack, $"bootstrap/Pulumi.{stack}.yaml",
        $"config:\n  {settings ?? "bootstrap:repository: contoso/tenants"}",
        File.ReadAllText(Path.Combine(Folder, "Pulumi.yaml")));

    private static StackFile Stack() => StackFile.Parse(
        Repository.Root, "dev", "Pulumi.dev.yaml", File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.dev.yaml")),
        File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.yaml")));

    private static string ClientId(EngineHarness bootstrap, string identity) =>
        bootstrap.LastOutputs![$"{identity}_CLIENT_ID"]!.GetValue<string>();

    /// <summary>A run of the CI that is signed in as one of the identities by the token of its issuer.</summary>
    private sealed class Signed(TenantServer tenant, string clientId, string subject, string issuer = Issuer) : IAsyncDisposable
    {
        private readonly HttpClient _transport = new(tenant.CreateHandler());
        private readonly string _token = tenant.IssueFederatedToken(issuer, subject);

        public DeployerIdentity Deployer => new(tenant.Deployer.TenantId, Guid.Parse(clientId), "") { FederatedToken = _token };

        public Task<IDictionary<string, object?>> Program() => TenantProgram.DeclareAsync(new ProgramServices
        {
            Advise = _ => { },
            ConnectToGraph = _ => Task.FromResult(new GraphServiceClient(
                GraphClientFactory.Create(finalHandler: tenant.CreateHandler()),
                new AzureIdentityAuthenticationProvider(
                    Credential(), allowedHosts: [tenant.Url.Host], scopes: [new Uri(tenant.Url, ".default").ToString()]),
                new Uri(tenant.Url, "v1.0").ToString())),
        });

        public Task<VerificationReport> VerifyAsync(OutputsDocument outputs) => new TenantVerifier(new VerificationOptions
        {
            Endpoints = TenantEndpoints.ForSimulatedTenant(tenant.Url, tenant.ImapPort),
            Operator = Credential(),
            Deadline = TimeSpan.Zero,
        }.TrustingOnly(tenant.CertificateAuthority)).VerifyAsync(outputs, null, default);

        public ValueTask DisposeAsync()
        {
            _transport.Dispose();
            return ValueTask.CompletedTask;
        }

        private ClientAssertionCredential Credential() => new(
            tenant.Deployer.TenantId.ToString(), clientId, () => _token, new ClientAssertionCredentialOptions
            {
                AuthorityHost = tenant.Url,
                DisableInstanceDiscovery = true,
                Transport = new HttpClientTransport(_transport),
            });
    }
}
