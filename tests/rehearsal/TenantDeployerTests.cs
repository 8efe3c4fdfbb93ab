using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.AzureAD;
using Pulumi.Random;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Tests.Rehearsal;

public sealed class TenantDeployerTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task First_deploy_creates_and_the_second_writes_nothing()
    {
        IReadOnlyList<DeploymentStep> first = await _engine.DeployAsync(Program);
        IReadOnlyList<DeploymentStep> second = await _engine.DeployAsync(Program);

        Assert.All(first, step => Assert.Equal(StepKind.Created, step.Kind));
        Assert.All(second, step => Assert.Equal(StepKind.Unchanged, step.Kind));
        Assert.Empty(_engine.Writes);

        static void Program()
        {
            ApplicationRegistration application = EngineHarness.Application();
            _ = EngineHarness.RedirectUris(application, "https://b.example.com/", "https://a.example.com/");
            _ = new ServicePrincipal("principal", new ServicePrincipalArgs { ClientId = application.ClientId });
        }
    }

    [Fact]
    public async Task Changed_property_is_patched_alone()
    {
        await _engine.DeployAsync(() => EngineHarness.Application(displayName: "Before"));

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() => EngineHarness.Application(displayName: "After"));

        Assert.Equal(StepKind.Updated, Assert.Single(steps).Kind);
        Assert.Equal(("displayName", "\"Before\"", "\"After\""),
            (steps[0].Changes[0].Property, steps[0].Changes[0].Before, steps[0].Changes[0].After));
        Assert.Equal("""{"@odata.type":"#microsoft.graph.application","displayName":"After"}""", Assert.Single(_engine.Requests, request =>
            request.IsWrite).Body);
    }

    [Fact]
    public async Task Order_within_a_set_is_no_change()
    {
        await _engine.DeployAsync(() =>
            EngineHarness.RedirectUris(EngineHarness.Application(), "https://a.example.com/", "https://b.example.com/"));

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() =>
            EngineHarness.RedirectUris(EngineHarness.Application(), "https://b.example.com/", "https://a.example.com/"));

        Assert.All(steps, step => Assert.Equal(StepKind.Unchanged, step.Kind));
    }

    [Fact]
    public async Task Property_that_cannot_change_in_place_is_made_anew_before_the_old_one_goes()
    {
        await _engine.DeployAsync(() => Roles("Directory.Read.All"));

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() => Roles("User.Read.All"));

        Assert.Equal([StepKind.Unchanged, StepKind.Unchanged, StepKind.Replaced, StepKind.DeletedAfterReplacement], steps.Select(step =>
            step.Kind));
        Assert.Equal(["POST", "DELETE"], _engine.Writes.Select(write => write.Split(' ')[0]));
        Assert.NotEqual(steps[2].Id, steps[3].Id);
    }

    [Fact]
    public async Task What_is_no_longer_declared_is_deleted_last_made_first()
    {
        await _engine.DeployAsync(() => Roles("Directory.Read.All"));

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() => { });

        Assert.Equal(["AppRoleAssignment", "ServicePrincipal", "ApplicationRegistration"], steps.Select(step => step.ShortType));
        Assert.Empty(_engine.State.Resources);
    }

    [Fact]
    public async Task What_is_gone_from_the_tenant_is_made_again()
    {
        await _engine.DeployAsync(() => Roles("Directory.Read.All"));
        _engine.Tenant.Directory.AppRoleAssignmentStore.Remove(_engine.Tenant.Directory.AppRoleAssignments[^1]);

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() => Roles("Directory.Read.All"));

        Assert.Equal([StepKind.Unchanged, StepKind.Unchanged, StepKind.Created], steps.Select(step => step.Kind));
        Assert.Equal("it was gone from the tenant", steps[2].Note);
    }

    [Fact]
    public async Task What_somebody_changed_in_the_tenant_is_changed_back()
    {
        await _engine.DeployAsync(() => EngineHarness.Application(displayName: "Declared"));
        await _engine.PatchAsync(_engine.State.Resources[0].Id, new JsonObject { ["displayName"] = "Clicked",
            ["web"] = new JsonObject { ["implicitGrantSettings"] = new JsonObject { ["enableIdTokenIssuance"] = false } } });

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() => EngineHarness.Application(displayName: "Declared"));

        Assert.Equal(StepKind.Updated, steps[0].Kind);
        Assert.Equal(["displayName", "implicitIdTokenIssuanceEnabled"], steps[0].Changes.Select(change => change.Property));
        Assert.All(steps[0].Changes, change => Assert.True(change.Drift));
    }

    [Fact]
    public async Task Second_certificate_leaves_the_first_one_working()
    {
        await _engine.DeployAsync(() => Certificates(1));

        await _engine.DeployAsync(() => Certificates(1, 2));
        int keys = _engine.Tenant.Directory.Applications[^1].KeyCredentials.Count;
        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() => Certificates(2));

        Assert.Equal(2, keys);
        Assert.Equal([StepKind.Unchanged, StepKind.Unchanged, StepKind.Deleted], steps.Select(step => step.Kind));
        Assert.Single(_engine.Tenant.Directory.Applications[^1].KeyCredentials);
    }

    [Fact]
    public async Task Import_takes_over_without_a_write()
    {
        string id = await ByHandAsync("By hand", idTokens: true);

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() =>
            EngineHarness.Application(displayName: "By hand", importId: id));

        Assert.Equal(StepKind.Imported, Assert.Single(steps).Kind);
        Assert.Equal(id, _engine.State.Resources[0].Id);
        Assert.Empty(_engine.Writes);
    }

    [Fact]
    public async Task An_import_that_differs_is_taken_over_and_changed()
    {
        string id = await ByHandAsync("By hand", idTokens: false);

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() =>
            EngineHarness.Application(displayName: "Declared", importId: id));

        Assert.Equal(StepKind.ImportedAndUpdated, Assert.Single(steps).Kind);
        Assert.Equal(["displayName", "implicitIdTokenIssuanceEnabled"], steps[0].Changes.Select(change => change.Property));
        Assert.Equal("Declared", _engine.Tenant.Directory.Applications[^1].DisplayName);
    }

    [Fact]
    public async Task Import_id_that_stays_behind_changes_nothing_later()
    {
        string id = await ByHandAsync("By hand", idTokens: true);
        await _engine.DeployAsync(() => EngineHarness.Application(displayName: "By hand", importId: id));

        IReadOnlyList<DeploymentStep> same = await _engine.DeployAsync(() =>
            EngineHarness.Application(displayName: "By hand", importId: id));
        IReadOnlyList<DeploymentStep> renamed = await _engine.DeployAsync(() =>
            EngineHarness.Application(displayName: "Declared", importId: id));

        Assert.Equal((StepKind.Unchanged, StepKind.Updated), (same[0].Kind, renamed[0].Kind));
    }

    [Fact]
    public async Task Import_of_what_does_not_exist_fails()
    {
        await _engine.DeployAsync(() =>
            EngineHarness.Application(importId: "/applications/00000000-0000-0000-0000-000000000001"), mayFail: true);

        Assert.Equal("app (ApplicationRegistration): resource '/applications/00000000-0000-0000-0000-000000000001' does not exist",
            Assert.Single(_engine.Last.Failures).ToString());
    }

    [Fact]
    public async Task Import_of_a_certificate_is_refused()
    {
        await _engine.DeployAsync(() => _ = new ApplicationCertificate(
            "certificate",
            new ApplicationCertificateArgs { ApplicationId = EngineHarness.Application().Id, Value = "x" },
            new CustomResourceOptions { ImportId = "a/certificate/b" }), mayFail: true);

        Assert.Contains("does not support importing", Assert.Single(_engine.Last.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_writes_nothing_and_leaves_the_state_alone()
    {
        await _engine.DeployAsync(() => Roles("Directory.Read.All"));

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() =>
            EngineHarness.Application(displayName: "Other"), preview: true);

        Assert.Equal([StepKind.Updated, StepKind.Deleted, StepKind.Deleted], steps.Select(step => step.Kind));
        Assert.Empty(_engine.Writes);
        Assert.Equal(3, _engine.State.Resources.Count);
    }

    [Fact]
    public async Task After_a_failure_nothing_new_is_made_and_nothing_is_deleted()
    {
        await _engine.DeployAsync(() => EngineHarness.Application("old"));

        await _engine.DeployAsync(() =>
        {
            ApplicationRedirectUris broken = EngineHarness.RedirectUris(EngineHarness.Application(), "http://not-https.example.com/");
            _ = new ApplicationRegistration("after", new ApplicationRegistrationArgs { DisplayName = "After" },
                new CustomResourceOptions { DependsOn = { broken } });
        }, mayFail: true);

        Assert.StartsWith("uris (ApplicationRedirectUris): unexpected status 400 (400 Bad Request) with error: ",
            Assert.Single(_engine.Last.Failures).ToString(), StringComparison.Ordinal);
        Assert.Equal(["old", "app"], _engine.State.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task Failed_deploy_can_be_taken_up_again()
    {
        await _engine.DeployAsync(() =>
            EngineHarness.RedirectUris(EngineHarness.Application(), "http://not-https.example.com/"), mayFail: true);

        IReadOnlyList<DeploymentStep> steps = await _engine.DeployAsync(() =>
            EngineHarness.RedirectUris(EngineHarness.Application(), "https://example.com/"));

        Assert.Equal([StepKind.Unchanged, StepKind.Created], steps.Select(step => step.Kind));
    }

    [Fact]
    public async Task Input_that_the_schema_does_not_know_fails_before_any_request()
    {
        await _engine.DeployAsync(() => _ = new Unknown(), preview: true, mayFail: true);

        Assert.Equal(
            ["x (ApplicationRegistration): displayNam: no such property; expected one of description, displayName, groupMembershipClaims, "
                + "homepageUrl, implicitAccessTokenIssuanceEnabled, implicitIdTokenIssuanceEnabled, logoutUrl, marketingUrl, notes, "
                + "privacyStatementUrl, requestedAccessTokenVersion, serviceManagementReference, signInAudience, supportUrl, "
                + "termsOfServiceUrl"],
            _engine.Last.Failures.Select(failure => failure.ToString()));
        Assert.Empty(_engine.Writes);
    }

    [Fact]
    public async Task Random_text_follows_its_inputs_and_stays()
    {
        await _engine.DeployAsync(() => Text(8));
        string first = _engine.State.Resources[0].Id;
        IReadOnlyList<DeploymentStep> same = await _engine.DeployAsync(() => Text(8));
        IReadOnlyList<DeploymentStep> longer = await _engine.DeployAsync(() => Text(12));

        Assert.Matches("^[a-z0-9]{8}$", first);
        Assert.Equal((StepKind.Unchanged, first, true), (same[0].Kind, same[0].Id, same[0].Simulated));
        Assert.Equal(StepKind.Replaced, longer[0].Kind);
        Assert.Matches("^[a-z0-9]{12}$", longer[0].Id!);

        static void Text(int length) =>
            _ = new RandomString("text", new RandomStringArgs { Length = length, Upper = false, Special = false });
    }

    private static void Roles(string role)
    {
        ApplicationRegistration application = EngineHarness.Application();
        ServicePrincipal principal = new("principal", new ServicePrincipalArgs { ClientId = application.ClientId });
        Output<GetServicePrincipalResult> graph =
            GetServicePrincipal.Invoke(new GetServicePrincipalInvokeArgs { ClientId = "00000003-0000-0000-c000-000000000000" });
        _ = new AppRoleAssignment("consent", new AppRoleAssignmentArgs
        {
            PrincipalObjectId = principal.ObjectId,
            ResourceObjectId = graph.Apply(found => found.ObjectId),
            AppRoleId = graph.Apply(found => found.AppRoleIds[role]),
        });
    }

    private static readonly Dictionary<int, string> Pem = Enumerable.Range(1, 2).ToDictionary(number => number, number =>
    {
        using System.Security.Cryptography.RSA rsa = System.Security.Cryptography.RSA.Create(2048);
        return new System.Security.Cryptography.X509Certificates.CertificateRequest($"CN=key {number}", rsa,
            System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(
                TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1)).ExportCertificatePem();
    });

    private static void Certificates(params int[] numbers)
    {
        ApplicationRegistration application = EngineHarness.Application();
        foreach (int number in numbers)
            _ = new ApplicationCertificate($"certificate-{number}",
                new ApplicationCertificateArgs { ApplicationId = application.Id, Type = "AsymmetricX509Cert", Value = Pem[number] });
    }

    private async Task<string> ByHandAsync(string displayName, bool idTokens)
    {
        using HttpClient http = await _engine.SignedInAsync();
        HttpResponseMessage answer = await http.PostAsJsonAsync("/v1.0/applications", new JsonObject
        {
            ["displayName"] = displayName,
            ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = 2 },
            ["web"] = new JsonObject { ["implicitGrantSettings"] = new JsonObject { ["enableIdTokenIssuance"] = idTokens } },
        });
        return $"/applications/{(await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["id"]}";
    }

    private sealed class UnknownArgs : ResourceArgs
    {
        [Input("displayName", required: true)]
        public Input<string> DisplayName { get; init; } = "x";

        [Input("displayNam")]
        public Input<string> Misspelt { get; init; } = "x";
    }

    private sealed class Unknown()
        : CustomResource("azuread:index/applicationRegistration:ApplicationRegistration", "x", new UnknownArgs(), null);
}
