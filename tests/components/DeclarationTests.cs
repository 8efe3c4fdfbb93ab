using Pulumi;
using Xunit;

namespace TenantOnboarding.Tests.Components;

public sealed class DeclarationTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Another_tenant_than_the_configured_one_is_refused_before_anything_is_declared()
    {
        RecordingMocks mocks = new();
        mocks.Answers["azuread:index/getClientConfig:getClientConfig"] = _ => RecordingMocks.Map(("tenantId", "11111111-1111-1111-1111-111111111111"), ("clientId", "c"), ("objectId", "o"), ("id", "i"));

        string message = await RefusedAsync(Stack.MailStore(_certificates.Rsa("a.cer")), mocks);

        Assert.Contains($"azuread:tenantId\n    met:      \"{Stack.TenantId}\", while you are signed in to tenant 11111111-1111-1111-1111-111111111111", message, StringComparison.Ordinal);
        Assert.All(mocks.Resources, resource => Assert.Contains(resource.Type!, NothingButTheProvider));
    }

    [Fact]
    public async Task A_permission_whose_id_differs_in_the_tenant_is_refused_before_anything_is_declared()
    {
        RecordingMocks mocks = new();
        mocks.Answers["azuread:index/getServicePrincipal:getServicePrincipal"] = call => RecordingMocks.Map(
            ("objectId", "o"), ("id", "i"),
            ("appRoleIds", RecordingMocks.Map(("Directory.Read.All", "22222222-2222-2222-2222-222222222222"))),
            ("oauth2PermissionScopeIds", RecordingMocks.Map(("User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d"), ("full_access_as_app", "33333333-3333-3333-3333-333333333333"))));

        string message = await RefusedAsync(Stack.MailStore(_certificates.Rsa("a.cer")), mocks);

        Assert.Contains("2 errors", message, StringComparison.Ordinal);
        Assert.Contains("Directory.Read.All of Microsoft Graph has id 22222222-2222-2222-2222-222222222222 in this tenant", message, StringComparison.Ordinal);
        Assert.Contains("full_access_as_app, which exists only as a delegated permission", message, StringComparison.Ordinal);
        Assert.All(mocks.Resources, resource => Assert.Contains(resource.Type!, NothingButTheProvider));
    }

    [Fact]
    public async Task A_role_that_the_tenant_does_not_know_is_refused_with_the_nearest_one()
    {
        RecordingMocks mocks = new();

        string message = await RefusedAsync(
            Stack.With($$"""{ "activate": { "product": "activate", "displayName": "A", "certificates": [ "{{_certificates.Rsa("a.cer")}}" ], "exchangeRole": "Exchange Administrater" } }"""), mocks);

        Assert.Contains("tenant-onboarding:integrations.activate.exchangeRole\n    met:      \"Exchange Administrater\"", message, StringComparison.Ordinal);
        Assert.Contains("write Exchange Administrator", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_in_the_settings_declare_nothing_at_all()
    {
        RecordingMocks mocks = new();

        string message = await RefusedAsync(Stack.MailStore("missing.cer", ("signIn", "{ }")), mocks);

        Assert.Contains("2 errors; nothing was declared", message, StringComparison.Ordinal);
        Assert.DoesNotContain(mocks.Resources, resource => resource.Type!.StartsWith("azuread", StringComparison.Ordinal) || resource.Type.StartsWith("tenant-onboarding", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_preview_says_how_long_exchange_web_services_last()
    {
        Declaration declaration = await Declaration.OfAsync(Stack.MailStore(_certificates.Rsa("a.cer")), rootDirectory: _certificates.Folder, preview: true);

        string advisory = Assert.Single(declaration.Advisories);
        Assert.StartsWith("mailstore: mailboxes are reached through Exchange Web Services, which ends on 2027-04-01, in 131 days.", advisory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_is_named_after_its_component()
    {
        Declaration declaration = await Declaration.OfAsync(Stack.MailStore(_certificates.Rsa("a.cer")), rootDirectory: _certificates.Folder);

        string[] components = [.. declaration.Resources.Where(resource => resource.Type!.StartsWith("tenant-onboarding:", StringComparison.Ordinal)).Select(resource => resource.Name!)];
        Assert.Equal(["mailstore", "mailstore/certificates", "mailstore/permissions", "mailstore/registration", "mailstore/sign-in"], components);
        Assert.All(
            declaration.Resources.Where(resource => resource.Type!.StartsWith("azuread:", StringComparison.Ordinal)),
            resource => Assert.Contains(components, component => component != "mailstore" && resource.Name!.StartsWith(component + "/", StringComparison.Ordinal)));
    }

    private static readonly string[] NothingButTheProvider = ["pulumi:providers:azuread"];

    private async Task<string> RefusedAsync(Dictionary<string, string> settings, RecordingMocks mocks)
    {
        Exception exception = await Assert.ThrowsAnyAsync<Exception>(() => Declaration.OfAsync(settings, mocks, _certificates.Folder));
        RunException[] errors = exception is AggregateException several ? [.. several.Flatten().InnerExceptions.OfType<RunException>()] : [Assert.IsType<RunException>(exception)];
        return string.Join("\n", errors.Select(error => error.Message)).ReplaceLineEndings("\n");
    }
}
