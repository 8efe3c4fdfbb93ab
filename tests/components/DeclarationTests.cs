using System.Collections.Immutable;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;

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

        Assert.Contains($"azuread:tenantId\n    found:    \"{Stack.TenantId}\", while you are signed in to tenant 11111111-1111-1111-1111-111111111111", message, StringComparison.Ordinal);
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

        Assert.Contains("tenant-onboarding:integrations.activate.exchangeRole\n    found:    \"Exchange Administrater\"", message, StringComparison.Ordinal);
        Assert.Contains("write Exchange Administrator", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_in_the_settings_declare_nothing_at_all()
    {
        RecordingMocks mocks = new();

        string message = await RefusedAsync(Stack.MailStore("missing.cer", ("signIn", "{ }")), mocks);

        Assert.Contains("2 errors; nothing was declared", message, StringComparison.Ordinal);
        Assert.DoesNotContain(mocks.Resources,
            resource => resource.Type!.StartsWith("azuread", StringComparison.Ordinal) || resource.Type.StartsWith("tenant-onboarding", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_preview_says_how_long_exchange_web_services_last()
    {
        Declaration declaration = await Declaration.OfAsync(
            Stack.MailStore(_certificates.Rsa("a.cer")), rootDirectory: _certificates.Folder, preview: true);

        string advisory = Assert.Single(declaration.Advisories);
        Assert.StartsWith("mailstore: mailboxes are reached through Exchange Web Services, which ends on 2027-04-01, in 131 days.", advisory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_is_named_after_its_component()
    {
        Declaration declaration = await Declaration.OfAsync(Stack.MailStore(_certificates.Rsa("a.cer")), rootDirectory: _certificates.Folder);

        string[] components =
        [
            .. declaration.Resources.Where(resource => resource.Type!.StartsWith("tenant-onboarding:", StringComparison.Ordinal))
                .Select(resource => resource.Name!),
        ];
        Assert.Equal(["mailstore", "mailstore/certificates", "mailstore/permissions", "mailstore/registration", "mailstore/sign-in"], components);
        Assert.All(
            declaration.Resources.Where(resource => resource.Type!.StartsWith("azuread:", StringComparison.Ordinal)),
            resource =>
                Assert.Contains(components,
                    component => component != "mailstore" && resource.Name!.StartsWith(component + "/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("no group found", "no group found")]
    [InlineData("more than one group found", "more than one group found")]
    public async Task A_group_that_is_missing_or_ambiguous_is_refused_where_it_is_named(string answer, string found)
    {
        RecordingMocks mocks = new();
        mocks.Answers["azuread:index/getGroup:getGroup"] = _ => throw new InvalidOperationException(answer);

        string message = await RefusedAsync(
            Stack.MailStore(_certificates.Rsa("a.cer"), ("mailboxAccess", """[ "graph" ]"""), ("mailboxes", """{ "group": "Archive" }"""), ("userSync", """{ "filter": "groups", "groups": [ "Sales" ] }""")), mocks);

        Assert.Contains("2 errors", message, StringComparison.Ordinal);
        Assert.Contains("tenant-onboarding:integrations.mailstore.userSync.groups[0]\n    found:    \"Sales\"", message, StringComparison.Ordinal);
        Assert.Contains("tenant-onboarding:integrations.mailstore.mailboxes.group\n    found:    \"Archive\"", message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public", "public", "public")]
    [InlineData("usgovernment", "usgovernment", "usgovernment")]
    [InlineData("dod", "dod", "usgovernment")]
    [InlineData("china", "china", "china")]
    public async Task One_setting_moves_both_providers_to_another_cloud(string environment, string azuread, string azure)
    {
        Dictionary<string, string> settings = Stack.MailStore("none", ("certificates", ""), ("mailboxAccess", """[ "graph" ]"""), ("certificate", """{ "keyVault": { "subscriptionId": "1b7c3f62-8d0a-4a57-9a0e-7f1f2c6d5e43", "location": "westeurope" } }"""));
        settings["azuread:environment"] = environment;

        Declaration declaration = await Declaration.OfAsync(settings);

        Assert.Equal(azuread, declaration.Resources.Single(resource => resource.Type == "pulumi:providers:azuread").Inputs["environment"]);
        Assert.Equal(azure, declaration.Resources.Single(resource => resource.Type == "pulumi:providers:azure").Inputs["environment"]);
        Assert.Equal(environment, declaration.Outputs["tenant"]!["environment"]!.GetValue<string>());
    }

    public static TheoryData<string> SampleNames => [.. Samples.Names];

    [Fact]
    public async Task The_dev_stack_declares_what_its_golden_files_say()
    {
        Declaration declaration = await Declaration.OfAsync(StackFile.LoadFile(Repository.Root, Path.Combine(Repository.Root, "Pulumi.dev.yaml")));

        Golden.Matches(declaration.ToText(), "components/golden/dev.declared.txt");
        Golden.Matches(declaration.OutputsText(), "components/golden/dev.outputs.json");
        Golden.Matches(Assert.Single(Scripts(declaration)), "components/golden/dev.mailstore.ps1");
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public async Task A_sample_declares_what_stands_beside_it(string sample)
    {
        Declaration declaration = await Declaration.OfAsync(StackFile.LoadFile(Repository.Root, Samples.Stack(sample)));

        Samples.Matches(sample, "declared.txt", declaration.ToText());
        Samples.Matches(sample, "outputs.json", declaration.OutputsText());
        string[] scripts = Scripts(declaration);
        Assert.Equal(scripts.Length > 0, File.Exists(Path.Combine(Samples.Folder, sample, "exchange-setup.ps1")));
        if (scripts.Length > 0)
            Samples.Matches(sample, "exchange-setup.ps1", Assert.Single(scripts));
    }

    private static string[] Scripts(Declaration declaration) =>
    [
        .. declaration.Outputs["integrations"]!.AsObject().Select(pair => pair.Value!["exchangeSetup"]?.GetValue<string>()).OfType<string>(),
    ];

    [Theory]
    [InlineData("""{ "isEnabled": true, "applicationRestrictions": { "keyCredentials": [ { "restrictionType": "asymmetricKeyLifetime", "maxLifetime": "P180D", "restrictForAppsCreatedAfterDateTime": "2025-01-01T00:00:00Z" } ] } }""", "is valid for 761 days, and the tenant's policy allows 180. For applications made after 2025-01-01")]
    [InlineData("""{ "isEnabled": true, "applicationRestrictions": { "keyCredentials": [ { "restrictionType": "trustedCertificateAuthority" } ] } }""", "is self-signed, and the tenant's policy asks for certificates of a trusted authority. For every application")]
    public async Task A_policy_that_would_refuse_the_certificate_is_advised_of(string policy, string expected)
    {
        Declaration declaration = await Declaration.OfAsync(
            Stack.MailStore(_certificates.Rsa("a.cer"), ("mailboxAccess", """[ "graph" ]""")), rootDirectory: _certificates.Folder, preview: true, policy: policy);

        Assert.Contains(expected, Assert.Single(declaration.Advisories), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "isEnabled": false, "applicationRestrictions": { "keyCredentials": [ { "restrictionType": "asymmetricKeyLifetime", "maxLifetime": "P1D" } ] } }""")]
    [InlineData("""{ "isEnabled": true, "applicationRestrictions": { "keyCredentials": [ { "restrictionType": "asymmetricKeyLifetime", "maxLifetime": "P4Y" } ] } }""")]
    [InlineData("""{ "isEnabled": true }""")]
    public async Task A_policy_that_allows_the_certificate_says_nothing(string policy)
    {
        Declaration declaration = await Declaration.OfAsync(
            Stack.MailStore(_certificates.Rsa("a.cer"), ("mailboxAccess", """[ "graph" ]""")), rootDirectory: _certificates.Folder, preview: true, policy: policy);

        Assert.Empty(declaration.Advisories);
    }

    [Fact]
    public async Task A_policy_that_cannot_be_read_is_said_in_one_line()
    {
        Declaration declaration = await Declaration.OfAsync(
            Stack.MailStore(_certificates.Rsa("a.cer"), ("mailboxAccess", """[ "graph" ]""")), rootDirectory: _certificates.Folder, policy: Declaration.RefusedPolicy);

        Assert.Equal(
            "Whether the tenant's policy would refuse a certificate was not looked up (Authorization_RequestDenied: Insufficient privileges.); "
                + "to be warned before the upload, give the deploying identity Policy.Read.All.",
            Assert.Single(declaration.Advisories));
    }

    [Fact]
    public async Task The_providers_own_variables_name_the_cloud_where_the_stack_does_not()
    {
        Dictionary<string, string> environment = new() { ["ARM_ENVIRONMENT"] = "usgovernmentl4", ["ARM_METADATA_HOSTNAME"] = "cloud.test" };

        Declaration declaration = await Declaration.OfAsync(
            Stack.MailStore(_certificates.Rsa("a.cer"), ("mailboxAccess", """[ "graph" ]""")), rootDirectory: _certificates.Folder,
            environment: environment.GetValueOrDefault);

        ImmutableDictionary<string, object> provider = declaration.Resources.Single(resource => resource.Type == "pulumi:providers:azuread").Inputs;
        Assert.Equal("usgovernment", provider["environment"]);
        Assert.Equal("cloud.test", provider["metadataHost"]);
    }

    [Fact]
    public async Task A_cloud_of_the_stack_goes_before_that_of_the_environment()
    {
        Dictionary<string, string> settings = Stack.MailStore(_certificates.Rsa("a.cer"), ("mailboxAccess", """[ "graph" ]"""));
        settings["azuread:environment"] = "china";

        Declaration declaration = await Declaration.OfAsync(
            settings, rootDirectory: _certificates.Folder, environment: variable => variable == "ARM_ENVIRONMENT" ? "dod" : null);

        Assert.Equal("china", declaration.Resources.Single(resource => resource.Type == "pulumi:providers:azuread").Inputs["environment"]);
    }

    [Fact]
    public async Task Without_an_engine_the_program_says_so_in_a_sentence()
    {
        using StringWriter error = new();

        int exitCode = await TenantProgram.RunAsync(error);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("Program run without the Pulumi engine available", error.ToString(), StringComparison.Ordinal);
    }

    private static readonly string[] NothingButTheProvider = ["pulumi:providers:azuread"];

    private async Task<string> RefusedAsync(Dictionary<string, string> settings, RecordingMocks mocks)
    {
        ProgramException exception =
            await Assert.ThrowsAsync<ProgramException>(() => Declaration.OfAsync(settings, mocks, _certificates.Folder));
        return string.Join('\n', exception.Lines);
    }
}
