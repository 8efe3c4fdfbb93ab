using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Tests.Components;

public sealed class StackConfigurationTests : IDisposable
{
    private const string Path = "tenant-onboarding:integrations.mailstore";
    private readonly TestCertificates _certificates = new();
    private readonly string _good;

    public StackConfigurationTests() => _good = _certificates.Rsa("good.cer");

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void A_MailStore_Server_of_the_guides_is_read_completely()
    {
        StackConfiguration stack = Stack.Read(Stack.MailStore(_good), _certificates);

        IntegrationConfiguration integration = Assert.Single(stack.Integrations);
        Assert.Equal("https://mailstore.contoso.com:8462/oidc/signin", integration.SignIn!.RedirectUri);
        Assert.Equal(["Directory.Read.All", "User.Read", "full_access_as_app"], integration.Permissions.Select(permission => permission.Value));
        Assert.Equal(UserSyncFilter.Licensed, integration.UserSync!.Filter);
        Assert.Equal(DirectorySource.Microsoft365, integration.Directory);
        Assert.Equal(_good, Assert.Single(integration.Certificates).Path);
        Assert.True(stack.Protect);
        Assert.Equal(30, stack.ExpiryWarningDays);
    }

    [Theory]
    [InlineData("""{ "host": "mailstore.contoso.com", "port": 443 }""", "https://mailstore.contoso.com/oidc/signin")]
    [InlineData("""{ "host": "MailStore.Contoso.com", "port": 8463 }""", "https://mailstore.contoso.com:8463/oidc/signin")]
    public void The_redirect_uri_is_built_from_host_and_port(string signIn, string expected)
    {
        StackConfiguration stack = Stack.Read(Stack.MailStore(_good, ("signIn", signIn)), _certificates);

        Assert.Equal(expected, stack.Integrations[0].SignIn!.RedirectUri);
    }

    [Fact]
    public void A_hosted_MailStore_carries_its_alias_and_the_port_of_https()
    {
        StackConfiguration stack = Stack.Read(
            Stack.MailStore(_good, ("product", "\"mailstore-spe\""), ("signIn", """{ "host": "archive.example.com", "alias": "contoso" }""")), _certificates);

        Assert.Equal("https://archive.example.com/contoso/oidc/signin", stack.Integrations[0].SignIn!.RedirectUri);
    }

    [Theory]
    [InlineData("mailstore-server")]
    [InlineData("mailstore-spe")]
    public void A_MailStore_whose_users_come_from_the_tenant_needs_a_sign_in(string product)
    {
        string error = Assert.Single(Stack.Errors(Stack.MailStore(_good, ("product", $"\"{product}\""), ("signIn", "")), _certificates));

        Assert.Equal($"{Path}.signIn | nothing | a mapping such as {{ host: mailstore.contoso.com }} | give the host on which users sign in to the product", error);
    }

    [Theory]
    [InlineData("mailstore-server")]
    [InlineData("mailstore-spe")]
    public void Either_MailStore_may_take_its_users_from_a_local_directory(string product)
    {
        IntegrationConfiguration integration = Stack.Read(
            Stack.MailStore(_good, ("product", $"\"{product}\""), ("directory", "\"active-directory\""), ("signIn", "")), _certificates).Integrations[0];

        Assert.Equal(DirectorySource.ActiveDirectory, integration.Directory);
        Assert.Null(integration.SignIn);
    }

    [Fact]
    public void A_custom_product_may_do_without_a_sign_in()
    {
        IntegrationConfiguration integration = Stack.Read(
            Stack.MailStore(_good, ("product", "\"custom\""), ("signIn", ""), ("mailboxAccess", ""), ("permissions", """{ "microsoft-graph": [ "Mail.Read" ] }""")),
            _certificates).Integrations[0];

        Assert.Null(integration.SignIn);
        Assert.Equal(["Mail.Read"], integration.Permissions.Select(permission => permission.Value));
    }

    [Theory]
    [InlineData("mailstore-server", """{ "host": "archive.example.com", "alias": "contoso" }""", "alias")]
    [InlineData("mailstore-spe", """{ "host": "archive.example.com", "alias": "contoso", "path": "/back" }""", "path")]
    [InlineData("custom", """{ "host": "archive.example.com", "alias": "contoso" }""", "alias")]
    public void A_sign_in_takes_what_the_product_has_and_no_more(string product, string signIn, string refused)
    {
        string[] errors = Stack.Errors(Stack.MailStore(_good, ("product", $"\"{product}\""), ("signIn", signIn)), _certificates);

        Assert.StartsWith($"{Path}.signIn.{refused} | ", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_product_gives_the_path_of_its_redirect_uri()
    {
        IntegrationConfiguration integration = Stack.Read(
            Stack.MailStore(_good, ("product", "\"custom\""), ("signIn", """{ "host": "archive.example.com", "path": "/back" }""")), _certificates).Integrations[0];

        Assert.Equal("https://archive.example.com/back", integration.SignIn!.RedirectUri);
    }

    [Theory]
    [InlineData("https://mailstore.contoso.com", "leave the scheme out")]
    [InlineData("mailstore.contoso.com/oidc", "leave the path out")]
    [InlineData("mailstore contoso.com", "remove the blank")]
    [InlineData("mail_store.contoso.com", "without underscore")]
    [InlineData("archiv.müller.de", "xn--mller-kva")]
    [InlineData("192.168.1.10", "a DNS name")]
    [InlineData("fe80::1", "a DNS name")]
    [InlineData("mailstore.contoso.com:8462", "give the port in port")]
    [InlineData("mailstore", "add the DNS domain")]
    [InlineData("-mailstore.contoso.com", "labels of letters")]
    [InlineData("mailstore..contoso.com", "labels of letters")]
    public void A_host_that_is_no_DNS_name_is_refused_with_the_fix(string host, string fix)
    {
        string error = Assert.Single(Stack.Errors(Stack.MailStore(_good, ("signIn", $$"""{ "host": "{{host}}" }""")), _certificates));

        Assert.StartsWith($"{Path}.signIn.host | \"{host}\" | the machine's fully qualified DNS name", error, StringComparison.Ordinal);
        Assert.Contains(fix, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("84.62")]
    [InlineData("\"https\"")]
    [InlineData("true")]
    public void A_port_that_is_none_is_refused(string port)
    {
        string error = Assert.Single(Stack.Errors(Stack.MailStore(_good, ("signIn", $$"""{ "host": "mailstore.contoso.com", "port": {{port}} }""")), _certificates));

        Assert.StartsWith($"{Path}.signIn.port | {port} | a whole number from 1 to 65535", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("con/toso")]
    [InlineData("con toso")]
    [InlineData("münchen")]
    [InlineData("..")]
    public void An_alias_that_would_change_the_path_is_refused(string alias)
    {
        string error = Assert.Single(Stack.Errors(
            Stack.MailStore(_good, ("product", "\"mailstore-spe\""), ("signIn", $$"""{ "host": "archive.example.com", "alias": "{{alias}}" }""")), _certificates));

        Assert.StartsWith($"{Path}.signIn.alias | \"{alias}\" | the instance's alias", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_is_refused_with_the_nearest_known_one()
    {
        string[] errors = Stack.Errors(Stack.MailStore(_good, ("mailboxAcess", "[ \"ews\" ]"), ("signIn", """{ "host": "mailstore.contoso.com", "prot": 1 }""")), _certificates);

        Assert.Equal(2, errors.Length);
        Assert.Contains(errors, error => error.StartsWith($"{Path}.mailboxAcess | [ \"ews\" ] | one of the keys", StringComparison.Ordinal) && error.EndsWith("write mailboxAccess, or remove the key", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith($"{Path}.signIn.prot | 1 | one of the keys host, port", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_setting_of_the_stack_is_refused()
    {
        Dictionary<string, string> settings = Stack.MailStore(_good);
        settings["tenant-onboarding:protekt"] = "true";

        Assert.Equal(
            ["tenant-onboarding:protekt | \"true\" | one of the settings domain, integrations, protect, expiryWarningDays | write tenant-onboarding:protect, or remove it"],
            Stack.Errors(settings, _certificates));
    }

    [Fact]
    public void A_credential_in_the_stack_file_is_refused_and_not_repeated()
    {
        Dictionary<string, string> settings = Stack.MailStore(_good);
        settings["azuread:clientSecret"] = "hunter2";

        string error = Assert.Single(Stack.Errors(settings, _certificates));

        Assert.StartsWith("azuread:clientSecret | a value |", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contoso")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("{6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10}")]
    public void A_tenant_id_that_is_no_GUID_is_refused(string tenantId)
    {
        Dictionary<string, string> settings = Stack.MailStore(_good);
        settings["azuread:tenantId"] = tenantId;

        Assert.StartsWith($"azuread:tenantId | \"{tenantId}\" | the tenant's id, a GUID", Assert.Single(Stack.Errors(settings, _certificates)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_missing_key_is_named_at_once()
    {
        string[] errors = Stack.Errors(
            Stack.MailStore(_good, ("displayName", ""), ("signIn", ""), ("certificates", ""), ("mailboxAccess", "")), _certificates);

        Assert.Equal(
            [$"{Path}.displayName", $"{Path}.mailboxAccess", $"{Path}.certificates", $"{Path}.signIn"],
            errors.Select(error => error.Split(" | ")[0]));
        Assert.All(errors, error => Assert.Contains(" | nothing | ", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_mailbox_access_the_error_says_when_ews_ends_and_how_many_days_are_left()
    {
        string error = Assert.Single(Stack.Errors(Stack.MailStore(_good, ("mailboxAccess", "")), _certificates));

        Assert.Contains("ews needs the tenant's allow list and ends on 2027-04-01, in 131 days", error, StringComparison.Ordinal);
    }

    [Fact]
    public void After_its_end_ews_is_refused()
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() =>
            StackConfigurationReader.Read(
                Stack.MailStore(_good), _certificates.Folder, new DateTimeOffset(2027, 4, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal($"{Path}.mailboxAccess[0]", Assert.Single(exception.Errors).Path);
    }

    [Fact]
    public void Two_integrations_with_one_display_name_are_refused()
    {
        string integration = $$"""{ "product": "activate", "displayName": "Same", "certificates": [ "{{_good}}" ] }""";

        string error = Assert.Single(Stack.Errors(Stack.With($$"""{ "one": {{integration}}, "two": {{integration}} }"""), _certificates));

        Assert.StartsWith("tenant-onboarding:integrations.two.displayName | \"Same\", which integration one has too", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mailstore")]
    [InlineData("mail/store")]
    [InlineData("mailstore-")]
    [InlineData("a-name-that-is-much-longer-than-it-may-be")]
    public void A_logical_name_that_cannot_name_resources_is_refused(string name)
    {
        string error = Assert.Single(Stack.Errors(
            Stack.With($$"""{ "{{name}}": { "product": "activate", "displayName": "A", "certificates": [ "{{_good}}" ] } }"""), _certificates));

        Assert.Contains($"| \"{name}\" | a logical name of lower-case letters", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sign_in_and_user_sync_contradict_a_local_directory()
    {
        string[] errors = Stack.Errors(Stack.MailStore(_good, ("directory", "\"active-directory\""), ("userSync", """{ "filter": "all" }""")), _certificates);

        Assert.Equal([$"{Path}.signIn", $"{Path}.userSync"], errors.Select(error => error.Split(" | ")[0]));
    }

    [Fact]
    public void The_hybrid_set_up_has_all_permissions_but_neither_sign_in_nor_user_sync()
    {
        IntegrationConfiguration integration = Stack.Read(Stack.MailStore(_good, ("directory", "\"active-directory\""), ("signIn", "")), _certificates).Integrations[0];

        Assert.Null(integration.SignIn);
        Assert.Null(integration.UserSync);
        Assert.Equal(["Directory.Read.All", "User.Read", "full_access_as_app"], integration.Permissions.Select(permission => permission.Value));
    }

    [Theory]
    [InlineData("""[ "graph" ]""", "false", "Directory.Read.All Mail.Read User.Read")]
    [InlineData("""[ "graph" ]""", "true", "Directory.Read.All Mail.ReadWrite User.Read")]
    [InlineData("""[ "graph", "imap" ]""", "false", "Directory.Read.All Mail.Read User.Read IMAP.AccessAsApp")]
    [InlineData("""[ "ews", "graph" ]""", "false", "Directory.Read.All Mail.Read User.Read full_access_as_app")]
    public void Each_protocol_brings_its_own_permission_and_no_more(string access, string deletes, string permissions)
    {
        IntegrationConfiguration integration = Stack.Read(
            Stack.MailStore(_good, ("mailboxAccess", access), ("deleteAfterArchiving", deletes)), _certificates).Integrations[0];

        Assert.Equal(permissions.Split(' '), integration.Permissions.Select(permission => permission.Value));
    }

    [Fact]
    public void The_purpose_of_mailboxes_is_read_where_asked_for_and_no_product_asks_by_itself()
    {
        IntegrationConfiguration integration = Stack.Read(
            Stack.MailStore(_good, ("mailboxAccess", """[ "graph" ]"""), ("readMailboxPurpose", "true")), _certificates).Integrations[0];

        Assert.Equal(
            ["Directory.Read.All", "Mail.Read", "MailboxSettings.Read", "User.Read"],
            integration.Permissions.Select(permission => permission.Value));
        Assert.All(PermissionsOfEveryProduct(), permission => Assert.NotEqual("MailboxSettings.Read", permission.Value));
    }

    [Fact]
    public void The_purpose_of_mailboxes_is_not_read_beside_a_mailbox_scope()
    {
        string error = Assert.Single(Stack.Errors(
            Stack.MailStore(_good, ("mailboxAccess", """[ "graph" ]"""), ("readMailboxPurpose", "true"), ("mailboxes", """{ "group": "Archive" }""")),
            _certificates));

        Assert.StartsWith($"{Path}.readMailboxPurpose | true | no readMailboxPurpose together with mailboxes", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Automation_gets_the_PowerShell_permission_and_a_role()
    {
        IntegrationConfiguration integration = Stack.Read(
            Stack.With($$"""{ "activate": { "product": "activate", "displayName": "Activate", "certificates": [ "{{_good}}" ] } }"""), _certificates).Integrations[0];

        Assert.Equal(PermissionCatalogue.ExchangeManageAsApp, Assert.Single(integration.Permissions));
        Assert.Equal("Exchange Recipient Administrator", integration.ExchangeRole);
        Assert.Null(integration.SignIn);
    }

    [Fact]
    public void A_mailbox_scope_moves_the_permission_on_mail_from_consent_to_exchange()
    {
        IntegrationConfiguration integration = Stack.Read(
            Stack.MailStore(_good, ("mailboxAccess", """[ "graph" ]"""), ("mailboxes", """{ "group": "Archive mailboxes" }""")), _certificates).Integrations[0];

        Assert.Equal(PermissionCatalogue.MailRead, Assert.Single(integration.ScopedPermissions));
        Assert.DoesNotContain(PermissionCatalogue.MailRead, integration.Permissions);
    }

    [Fact]
    public void A_scope_and_an_unscoped_grant_together_are_refused()
    {
        string error = Assert.Single(Stack.Errors(
            Stack.MailStore(_good, ("product", "\"custom\""), ("signIn", ""), ("mailboxAccess", """[ "graph" ]"""), ("mailboxes", """{ "group": "Archive mailboxes" }"""), ("permissions", """{ "microsoft-graph": [ "Mail.ReadWrite" ] }""")),
            _certificates));

        Assert.StartsWith($"{Path}.permissions.microsoft-graph[0] | \"Mail.ReadWrite\" | no permission on the mail of all mailboxes together with mailboxes", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exchange-online", "Directory.Read.All", "name it under microsoft-graph")]
    [InlineData("microsoft-graph", "full_access_as_app", "name it under exchange-online")]
    [InlineData("microsoft-graph", "mail.read", "write Mail.Read")]
    [InlineData("microsoft-graph", "User.Read", "exists only as a delegated permission")]
    public void A_permission_under_the_wrong_name_is_refused(string api, string value, string hint)
    {
        string error = Assert.Single(Stack.Errors(
            Stack.MailStore(_good, ("product", "\"custom\""), ("signIn", ""), ("mailboxAccess", ""), ("permissions", $$"""{ "{{api}}": [ "{{value}}" ] }""")), _certificates));

        Assert.StartsWith($"{Path}.permissions.{api}[0]", error, StringComparison.Ordinal);
        Assert.Contains(hint, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "group": "A", "administrativeUnit": "B" }""")]
    [InlineData("""{ }""")]
    [InlineData("\"Archive mailboxes\"")]
    public void A_mailbox_scope_names_exactly_one_set(string mailboxes)
    {
        string error = Assert.Single(Stack.Errors(Stack.MailStore(_good, ("mailboxAccess", """[ "graph" ]"""), ("mailboxes", mailboxes)), _certificates));

        Assert.Contains("{ group: <display name> } or { administrativeUnit: <name> }", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "filter": "groups" }""", ".userSync.groups | nothing")]
    [InlineData("""{ "filter": "groups", "groups": [] }""", ".userSync.groups | []")]
    [InlineData("""{ "filter": "licensed", "groups": [ "A" ] }""", ".userSync.groups | [ \"A\" ]")]
    [InlineData("""{ "filter": "licenced" }""", ".userSync.filter | \"licenced\"")]
    [InlineData("""{ }""", ".userSync.filter | nothing")]
    public void A_user_filter_and_its_groups_belong_together(string userSync, string expected)
    {
        string error = Assert.Single(Stack.Errors(Stack.MailStore(_good, ("userSync", userSync)), _certificates));

        Assert.StartsWith(Path + expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vaultName", "\"a-name-that-is-far-too-long\"", "letters, digits and single hyphens")]
    [InlineData("vaultName", "\"kv--x\"", "letters, digits and single hyphens")]
    [InlineData("keySize", "1024", "a whole number from 2048 to 4096")]
    [InlineData("keySize", "2500", "2048, 3072 or 4096")]
    [InlineData("validityMonths", "0", "a whole number from 1 to 120")]
    [InlineData("renewDaysBeforeExpiry", "365", "fewer days than the 12 months")]
    [InlineData("location", "\"West Europe\"", "an Azure region")]
    [InlineData("subscriptionId", "\"mine\"", "the id of an Azure subscription")]
    public void A_vault_that_Azure_would_refuse_is_refused(string key, string json, string expected)
    {
        Dictionary<string, string> vault = new()
        {
            ["subscriptionId"] = "\"1b7c3f62-8d0a-4a57-9a0e-7f1f2c6d5e43\"",
            ["location"] = "\"westeurope\"",
            ["validityMonths"] = "12",
            [key] = json,
        };
        string certificate = $$"""{ "keyVault": { {{string.Join(", ", vault.Select(pair => $"\"{pair.Key}\": {pair.Value}"))}} } }""";

        string error = Assert.Single(Stack.Errors(Stack.MailStore(_good, ("certificates", ""), ("certificate", certificate)), _certificates));

        Assert.StartsWith($"{Path}.certificate.keyVault.{key} | ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Integrations_that_are_no_mapping_are_refused()
    {
        Assert.StartsWith(
            "tenant-onboarding:integrations | \"mailstore\" | a mapping from a logical name",
            Assert.Single(Stack.Errors(Stack.With("mailstore"), _certificates)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_integrations_that_take_over_one_application_are_refused()
    {
        const string Adopt = """{ "clientId": "0d9e8c7b-1111-4222-8333-444455556666" }""";
        static string Integration(string name, string file) => $$"""{ "product": "activate", "displayName": "{{name}}", "certificates": [ "{{file}}" ], "adopt": {{Adopt}} }""";

        string error = Assert.Single(Stack.Errors(Stack.With($$"""{ "one": {{Integration("One", _good)}}, "two": {{Integration("Two", _good)}} }"""), _certificates));

        Assert.Equal(
            "tenant-onboarding:integrations.two.adopt.clientId | \"0d9e8c7b-1111-4222-8333-444455556666\", which integration one takes over too | "
                + "an application of its own for every integration | let one of the two make an application of its own, or describe both in one integration",
            error);
    }

    [Fact]
    public void Thousands_of_mistakes_are_counted_and_the_first_ones_told()
    {
        string unknown = string.Join(", ", Enumerable.Range(0, 20_000).Select(index => $"\"key{index}\": 1"));

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => Stack.Read(
            Stack.With($$"""{ "a": { "product": "activate", "displayName": "A", "certificates": [ "{{_good}}" ], {{unknown}} } }"""), _certificates));

        Assert.Equal(20_000, exception.Errors.Length);
        Assert.StartsWith("The stack's configuration has 20000 errors; nothing was declared.", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("… and 19950 more; correct these first.", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.Message.Length < 50_000);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void An_integration_may_be_released_alone(string protect, bool? expected)
    {
        Assert.Equal(expected, Stack.Read(Stack.MailStore(_good, ("protect", protect)), _certificates).Integrations[0].Protect);
    }

    private static IEnumerable<Permission> PermissionsOfEveryProduct() => Product.Known.SelectMany(product => product.Permissions);
}
