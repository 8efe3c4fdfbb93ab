using TenantOnboarding.Components.Tenant;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Tests.Components;

/// <summary>
/// Look-ups that fail: the texts are those that the real engine and provider gave, with and without the engine's wrapping.
/// </summary>
public sealed class LookupTests : IDisposable
{
    private const string Client = "87fa1915-89b4-829c-84ce-25b3f7b218ca";

    private const string WrongSecret = """
        Status(StatusCode="Unknown", Detail="invocation of azuread:index/getClientConfig:getClientConfig returned an error: 1 error occurred:
        	* building client: unable to obtain access token: clientCredentialsToken: received HTTP status 401 with response: {"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '87fa1915-89b4-829c-84ce-25b3f7b218ca'. Trace ID: 527923ff-c6ca-43df-ab8e-cb69494a2213 Correlation ID: a21121c6-1872-4107-ab07-3bcb6f0ebfdd Timestamp: 2026-11-22 05:14:46Z","error_codes":[7000215]}

        ")
        """;

    private const string MissingRight = """
        Status(StatusCode="Unknown", Detail="invocation of azuread:index/getDirectoryRoleTemplates:getDirectoryRoleTemplates returned an error: invoking azuread:index/getDirectoryRoleTemplates:getDirectoryRoleTemplates: 1 error occurred:
        	* Could not retrieve role templates: unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.

        ")
        """;

    private const string NoGroup = """
        Status(StatusCode="Unknown", Detail="invocation of azuread:index/getGroup:getGroup returned an error: invoking azuread:index/getGroup:getGroup: 1 error occurred:
        	* [display_name] No group found matching specified filter (displayName eq 'Nobody')

        ")
        """;

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_refused_sign_in_names_code_identity_tenant_and_fix()
    {
        string message = await RefusedAsync("getClientConfig", WrongSecret, variable => variable == "ARM_CLIENT_ID" ? Client : null);

        Assert.Equal(
            $"""
            The deployment cannot begin: 1 error; nothing was declared.
            ARM_CLIENT_ID
                found:    AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{Client}'.
                expected: application {Client} (ARM_CLIENT_ID) to be let in to tenant {Stack.TenantId}
                fix:      give the value of a client secret of this application in ARM_CLIENT_SECRET, not the secret's id
            """,
            message);
    }

    [Fact]
    public async Task A_missing_right_names_the_right_and_the_setting_that_needs_it()
    {
        string message = await RefusedAsync("getDirectoryRoleTemplates", MissingRight, _ => null);

        Assert.Equal(
            """
            The stack's configuration has 1 error; nothing was declared.
            tenant-onboarding:integrations.activate.exchangeRole
                found:    "Exchange Recipient Administrator", which the account of az login may not look up (Could not retrieve role templates: unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.)
                expected: an identity with RoleManagement.Read.Directory
                fix:      have an administrator consent to RoleManagement.Read.Directory of Microsoft Graph for it
            """,
            message);
    }

    [Fact]
    public async Task Several_failing_look_ups_are_told_at_once_and_a_refused_sign_in_alone()
    {
        RecordingMocks mocks = new();
        Fail(mocks, "getServicePrincipal", MissingRight);
        Fail(mocks, "getDirectoryRoleTemplates", MissingRight);

        string several = await RefusedAsync(mocks, _ => null);
        Fail(mocks, "getServicePrincipal", WrongSecret);
        string alone = await RefusedAsync(mocks, _ => null);

        Assert.Contains("2 errors; nothing was declared", several, StringComparison.Ordinal);
        Assert.Contains("Office 365 Exchange Online, which the account of az login may not look up", several, StringComparison.Ordinal);
        Assert.Contains("1 error; nothing was declared", alone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_that_does_not_answer_is_named()
    {
        string message = await RefusedAsync(
            "getClientConfig", "building client: Get \"https://cloud.test/metadata/endpoints\": dial tcp 203.0.113.1:443: connect: connection refused",
            variable => variable == "ARM_METADATA_HOSTNAME" ? "cloud.test" : null);

        Assert.Contains("azuread:metadataHost\n    found:    the cloud \"cloud.test\", which does not answer", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_loses_its_wrapping_and_keeps_its_cause()
    {
        LookupFailure failure = LookupFailure.Of(new InvalidOperationException(NoGroup));

        Assert.Equal(new LookupFailure(LookupFailureKind.Other, "No group found matching specified filter (displayName eq 'Nobody')"), failure);
    }

    [Theory]
    [InlineData("AADSTS90002: Tenant '5f1c0a7e' not found. Check to make sure you have the correct tenant ID. Trace ID: c4b5", "azuread:tenantId")]
    [InlineData("AADSTS7000222: The provided client secret keys for app are expired. Trace ID: c4b5", "make a new one")]
    [InlineData("AADSTS700024: Client assertion is not within its valid time range. Trace ID: c4b5", "start the run again")]
    [InlineData("AADSTS700213: No matching federated identity record found for presented assertion subject. Trace ID: c4b5", "federated credential")]
    [InlineData("AADSTS999999: Something new. Trace ID: c4b5", "https://login.microsoftonline.com/error?code=999999")]
    public async Task Each_code_of_Entra_has_a_fix(string text, string fix)
    {
        string message = await RefusedAsync("getClientConfig", text, _ => null);

        Assert.Contains(fix, message[message.IndexOf("fix:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("Trace ID", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_with_nothing_to_sign_in_with_is_told_before_the_provider_is_asked()
    {
        DeployingIdentity nobody = new(variable => variable == "PATH" ? _certificates.Folder : null);

        TenantOnboarding.Components.Configuration.ConfigurationError missing =
            nobody.MissingCredential(Stack.Read(Stack.MailStore(_certificates.Rsa("a.cer")), _certificates))!;

        Assert.Equal("no ARM_CLIENT_ID, and no Azure CLI on the PATH", missing.Found);
        Assert.Equal($"run az login --tenant {Stack.TenantId}, or set the variables", missing.Fix);
    }

    [Theory]
    [InlineData("ARM_CLIENT_ID", Client)]
    [InlineData("ARM_USE_OIDC", "true")]
    [InlineData("ARM_USE_MSI", "TRUE")]
    public void Any_credential_of_the_provider_is_one(string variable, string value)
    {
        DeployingIdentity somebody = new(name => name == variable ? value : null);

        Assert.Null(somebody.MissingCredential(Stack.Read(Stack.MailStore(_certificates.Rsa("a.cer")), _certificates)));
    }

    private static void Fail(RecordingMocks mocks, string function, string message) =>
        mocks.Answers[$"azuread:index/{function}:{function}"] = _ => throw new InvalidOperationException(message);

    private async Task<string> RefusedAsync(string function, string failure, Func<string, string?> environment)
    {
        RecordingMocks mocks = new();
        Fail(mocks, function, failure);
        return await RefusedAsync(mocks, environment);
    }

    private async Task<string> RefusedAsync(RecordingMocks mocks, Func<string, string?> environment)
    {
        Dictionary<string, string> settings = Stack.With($$"""{ "activate": { "product": "activate", "displayName": "A", "certificates": [ "{{_certificates.Rsa("a.cer")}}" ] } }""");
        ProgramException refused = await Assert.ThrowsAsync<ProgramException>(
            () => Declaration.OfAsync(settings, mocks, _certificates.Folder, environment: environment));
        return string.Join('\n', refused.Lines);
    }
}
