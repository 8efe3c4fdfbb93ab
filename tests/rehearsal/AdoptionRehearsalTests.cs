using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Microsoft.Graph;
using Microsoft.Kiota.Authentication.Azure;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Tenant;

namespace TenantOnboarding.Tests.Rehearsal;

public sealed class AdoptionRehearsalTests : IDisposable
{
    private const string ByHand = "adopt: { clientId: 0b6c1b6e-6a2f-4a55-8f0e-3b5a6e6f7a10, certificates: [ certificates/mailstore.cer ] }";

    private readonly RehearsalHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Application_made_by_hand_is_taken_over_without_a_write()
    {
        string file = _harness.DevWith("adopt.yaml", ("certificates: [ certificates/mailstore.cer ]", ByHand));

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { ConfigFile = file });

        Assert.True(result.ExitCode == 0, _harness.Console);
        Assert.Equal(0, result.Writes);
        Assert.All(result.Steps, step => Assert.Equal(StepKind.Imported, step.Kind));
        Assert.Contains("The rehearsal plays the colleague who once made mailstore by hand", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopted_application_gets_its_next_certificate_like_any_other()
    {
        string before = _harness.DevWith("before.yaml", ("certificates: [ certificates/mailstore.cer ]", ByHand));
        string after = _harness.DevWith("after.yaml",
            ("certificates: [ certificates/mailstore.cer ]", "certificates: [ certificates/mailstore-next.cer ]\n      " + ByHand));

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { From = before, To = after });

        Assert.True(result.ExitCode == 0, _harness.Console);
        Assert.Equal("ApplicationCertificate", Assert.Single(result.Steps, step => step.Kind != StepKind.Unchanged).ShortType);
    }

    [Fact]
    public async Task What_differs_is_said_first_nothing_changes_and_align_makes_it_what_the_file_says()
    {
        await using TenantClient client =
            await TenantClient.StartAsync(new TenantOptions { TenantId = Guid.Parse("6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10") });
        EngineHarness engine = EngineHarness.Of(client.Server);
        TestApplication byHand = await ClickTogetherAsync(client);
        JsonNode before = await ReadAsync(client, byHand);

        (IReadOnlyList<DeploymentStep> taken, List<string> advisories) = await DeployAsync(engine, client, byHand, align: false);

        JsonNode adopted = await ReadAsync(client, byHand);
        Assert.All(new[] { "displayName", "notes", "web", "passwordCredentials" }, kept =>
            Assert.Equal(before[kept]!.ToJsonString(), adopted[kept]!.ToJsonString()));
        Assert.Equal(
            ["Directory.Read.All", "application", "redirect-uris", "service-principal"],
            taken.Where(step => step.Kind is StepKind.Imported or StepKind.ImportedAndUpdated).Select(step =>
                step.Name.Split('/')[^1]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(taken, step => step.Kind is StepKind.Updated or StepKind.Deleted or StepKind.Replaced);
        string said = string.Join('\n', advisories);
        Assert.Matches(
            "the consent to Directory.Read.All is there and is imported; by hand: pulumi import "
                + "azuread:index/appRoleAssignment:AppRoleAssignment "
                + "'mailstore/permissions/microsoft-graph/Directory.Read.All' "
                    + "'/servicePrincipals/[0-9a-f-]{36}/appRoleAssignedTo/[A-Za-z0-9_-]+' --protect=false "
                + "--parent 'permissions=urn:pulumi:adopt::tenant-onboarding::tenant-onboarding:index:Integration\\$tenant-onboarding:index:ApplicationPermissions::mailstore/permissions' "
                + "--provider 'tenant=urn:pulumi:adopt::tenant-onboarding::pulumi:providers:azuread::tenant'",
            said);
        Assert.Contains("the application has 1 client secret.", said, StringComparison.Ordinal);
        Assert.Contains($"the application trusts certificate {byHand.Certificate.Thumbprint}, which is not in certificates", said,
            StringComparison.Ordinal);
        Assert.Contains("the application is granted Group.Read.All of Microsoft Graph, which is not declared", said,
            StringComparison.Ordinal);
        Assert.Contains("the application is called \"Old archive\"", said, StringComparison.Ordinal);
        Assert.Contains("ID tokens are off", said, StringComparison.Ordinal);
        Assert.Contains("the redirect URIs are https://old.contoso.com/oidc/signin", said, StringComparison.Ordinal);

        (IReadOnlyList<DeploymentStep> again, _) = await DeployAsync(engine, client, byHand, align: false);
        Assert.All(again, step => Assert.Equal(StepKind.Unchanged, step.Kind));

        await DeployAsync(engine, client, byHand, align: true);
        JsonNode after = await ReadAsync(client, byHand);
        Assert.Equal("MailStore Server", after["displayName"]!.GetValue<string>());
        Assert.Equal(["https://mailstore.contoso.com:8462/oidc/signin"], after["web"]!["redirectUris"]!.AsArray().Select(uri =>
            uri!.GetValue<string>()));
        Assert.True(after["web"]!["implicitGrantSettings"]!["enableIdTokenIssuance"]!.GetValue<bool>());
        Assert.Equal(before["keyCredentials"]!.AsArray().Count + 1, after["keyCredentials"]!.AsArray().Count);
        Assert.Equal("made by hand", after["notes"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_consent_that_an_interrupted_deployment_left_behind_is_taken_into_the_state()
    {
        const string Type = "azuread:index/appRoleAssignment:AppRoleAssignment";
        const string Name = "mailstore/permissions/microsoft-graph/Directory.Read.All";
        await using TenantClient client =
            await TenantClient.StartAsync(new TenantOptions { TenantId = Guid.Parse("6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10") });
        EngineHarness engine = EngineHarness.Of(client.Server);
        await DeployAsync(engine, client, "");
        string clientId = client.Server.Directory.Applications.Single(application =>
            application.DisplayName == "MailStore Server").AppId.ToString();
        engine.State.Remove(engine.State.Find(Type, Name)!);

        await DeployAsync(engine, client, "", mayFail: true);
        Assert.Contains(engine.Last.Failures, failure =>
            failure.ToString().Contains("Permission being assigned already exists on the object", StringComparison.Ordinal));

        (IReadOnlyList<DeploymentStep> cured, _) = await DeployAsync(engine, client, $"adopt: {{ clientId: {clientId} }}");
        Assert.Equal(Name, Assert.Single(cured, step => step.Kind != StepKind.Unchanged).Name);
        Assert.NotNull(engine.State.Find(Type, Name));

        (IReadOnlyList<DeploymentStep> after, _) = await DeployAsync(engine, client, "");
        Assert.All(after, step => Assert.Equal(StepKind.Unchanged, step.Kind));
    }

    [Fact]
    public async Task A_client_id_that_the_tenant_does_not_know_is_refused()
    {
        await using TenantClient client =
            await TenantClient.StartAsync(new TenantOptions { TenantId = Guid.Parse("6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10") });
        TestApplication nobody = new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), TenantClient.NewCertificate("CN=nobody"));

        ProgramException refused = await Assert.ThrowsAsync<ProgramException>(() =>
            DeployAsync(EngineHarness.Of(client.Server), client, nobody, align: false));

        Assert.Contains(refused.Lines, line =>
            line.Contains($"\"{nobody.AppId}\" (no application of this tenant)", StringComparison.Ordinal));
    }

    /// <summary>
    /// An application as somebody clicked it together years ago: another name, a secret, a permission too many, another redirect URI, no
    /// ID tokens.
    /// </summary>
    private static async Task<TestApplication> ClickTogetherAsync(TenantClient client)
    {
        TestApplication application = await client.RegisterAsync("Old archive", (TenantClient.GraphAppId, "Directory.Read.All"),
            (TenantClient.GraphAppId, "Group.Read.All"));
        (await client.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject
        {
            ["notes"] = "made by hand",
            ["web"] = new JsonObject { ["redirectUris"] = new JsonArray("https://old.contoso.com/oidc/signin") },
        })).Is(HttpStatusCode.NoContent);
        (await client.PostAsync($"/v1.0/applications/{application.Id}/addPassword",
            new JsonObject { ["passwordCredential"] = new JsonObject { ["displayName"] = "old" } })).Is(HttpStatusCode.OK);
        return application;
    }

    private static async Task<JsonNode> ReadAsync(TenantClient client, TestApplication application) =>
        (await client.GetAsync($"/v1.0/applications/{application.Id}")).Body;

    private static Task<(IReadOnlyList<DeploymentStep> Steps, List<string> Advisories)> DeployAsync(EngineHarness engine,
        TenantClient client, TestApplication byHand, bool align) =>
        DeployAsync(engine, client, $"adopt: {{ clientId: {byHand.AppId}, align: {(align ? "true" : "false")} }}");

    private static async Task<(IReadOnlyList<DeploymentStep> Steps, List<string> Advisories)> DeployAsync(EngineHarness engine,
        TenantClient client, string adopt, bool mayFail = false)
    {
        List<string> advisories = [];
        StackFile stack = StackFile.Parse(Repository.Root, "adopt", "adopt", $$"""
            config:
              azuread:tenantId: 6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10
              tenant-onboarding:domain: contoso.onmicrosoft.com
              tenant-onboarding:integrations:
                mailstore:
                  product: mailstore-server
                  displayName: MailStore Server
                  signIn: { host: mailstore.contoso.com }
                  certificates: [ certificates/mailstore.cer ]
                  mailboxAccess: [ imap ]
                  {{adopt}}
            """, "name: tenant-onboarding");
        ProgramServices services = new()
        {
            Advise = advisories.Add,
            ConnectToGraph = _ => Task.FromResult(new GraphServiceClient(
                GraphClientFactory.Create(finalHandler: client.Server.CreateHandler()),
                new AzureIdentityAuthenticationProvider(new FixedToken(client.Token!), allowedHosts: [client.Server.Url.Host],
                    scopes: ["any/.default"]),
                new Uri(client.Server.Url, "v1.0").ToString())),
        };
        IReadOnlyList<DeploymentStep> steps = await engine.DeployAsync(stack, () => TenantProgram.DeclareAsync(services), mayFail: mayFail);
        return (steps, advisories);
    }

    private sealed class FixedToken(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
