using System.Text.Json;
using System.Text.Json.Nodes;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Components;

/// <summary>
/// Products, protocols and clouds are values: what follows from one stands in its block, and nothing else asks which one it is.
/// </summary>
public sealed class PresetTests
{
    private static readonly Product Newcomer = new("newcomer")
    {
        SignIn = new SignInRule { Required = true, Port = 9000, HasPath = true },
        UserSync = new UserSyncRule(UserSyncFilter.Enabled),
        Permissions = [PermissionCatalogue.DirectoryRead],
        MailboxAccess = [MailboxProtocol.Imap],
    };

    [Fact]
    public void A_new_product_is_a_block_that_every_reader_understands()
    {
        List<ConfigurationError> errors = [];
        Setting entry = new("integration", JsonSerializer.SerializeToElement(new { signIn = new { host = "new.contoso.com", path = "/back" } }), errors);

        SignInConfiguration signIn = SignInReader.Read(entry["signIn"], Newcomer, DirectorySource.Microsoft365)!;
        UserSyncConfiguration sync = UserSyncReader.Read(entry["userSync"], Newcomer, DirectorySource.Microsoft365)!;
        MailboxProtocol protocol = Assert.Single(MailboxSettings.ReadProtocols(entry["mailboxAccess"], Newcomer, TestCertificates.Now));
        PermissionSet permissions = PermissionSet.For(
            Newcomer, [protocol], deletesAfterArchiving: false, scope: null, signsIn: true, named: []);

        Assert.Empty(errors);
        Assert.Equal("https://new.contoso.com:9000/back", signIn.RedirectUri);
        Assert.Equal(UserSyncFilter.Enabled, sync.Filter);
        Assert.Equal(["Directory.Read.All", "User.Read", "IMAP.AccessAsApp"], permissions.Consented.Select(permission => permission.Value));
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void A_product_is_a_block_a_line_in_either_schema_and_a_sample(string product)
    {
        Assert.Contains(product, Texts("components/Configuration/stack.schema.json", schema => schema["definitions"]!["integration"]!["properties"]!["product"]!["enum"]!));
        Assert.Contains(product, File.ReadAllText(Path.Combine(Repository.Root, "verification", "outputs.schema.json")), StringComparison.Ordinal);
        string[] sampled =
        [
            .. Samples().SelectMany(stack => stack.Settings["tenant-onboarding:integrations"]!.AsObject()
                .Select(integration => integration.Value!["product"]!.GetValue<string>())),
        ];
        Assert.Contains(product, sampled);
    }

    [Theory]
    [InlineData("Products/Product.Known.cs", "Product.(MailStoreServer|MailStoreSpe|Activate|Custom)\\b")]
    [InlineData("Exchange/", "MailboxProtocol.(Ews|Graph|Imap|ExchangePowerShell)\\b")]
    [InlineData("Clouds/Cloud.cs", "Cloud.(UsGovernment|Dod|China)\\b")]
    public void No_other_file_asks_which_one_it_is(string home, string pattern)
    {
        string components = Path.Combine(Repository.Root, "components");

        string[] asking =
        [
            .. Directory.GetFiles(components, "*.cs", SearchOption.AllDirectories)
                .Where(file => System.Text.RegularExpressions.Regex.IsMatch(File.ReadAllText(file), pattern))
                .Select(file => Path.GetRelativePath(components, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith(home, StringComparison.Ordinal) && file != "Products/Product.Known.cs"),
        ];

        Assert.Empty(asking);
    }

    [Fact]
    public void Every_key_names_one_value()
    {
        Assert.All(
            new IEnumerable<string>[]
            {
                Product.Known.Select(product => product.Key), MailboxProtocol.Known.Select(protocol => protocol.Key), Cloud.Known.Select(
                    cloud => cloud.Key),
                UserSyncFilter.Known.Select(filter => filter.Key), DirectorySource.Known.Select(source => source.Key),
            },
            keys => Assert.Equal(keys.Distinct(), keys));
    }

    [Fact]
    public void The_settings_document_is_made_from_the_schema() =>
        Golden.Matches(ConfigurationDocument.Of(Read("components/Configuration/stack.schema.json")), "../docs/configuration.md");

    public static TheoryData<string> Products() => [.. Product.Known.Select(product => product.Key)];

    private static IEnumerable<StackFile> Samples() => Directory
        .GetFiles(Path.Combine(Repository.Root, "samples"), "*.yaml", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "Pulumi.yaml")
        .Select(file => StackFile.LoadFile(Repository.Root, file));

    private static string[] Texts(string file, Func<JsonNode, JsonNode> pick) =>
        [.. pick(Read(file)).AsArray().Select(value => value!.GetValue<string>())];

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, file)))!;
}
