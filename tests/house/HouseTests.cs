using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Components;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.House;

/// <summary>
/// Facts that stand in two places because a wall is between them, and documents that promise something: held together here.
/// </summary>
public sealed partial class HouseTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Program_and_verification_agree_on_the_end_of_exchange_web_services() =>
        Assert.Equal(MailboxProtocol.Ews.EndsOn, WellKnown.EwsEnds);

    [Fact]
    public async Task The_readmes_stack_is_one_that_the_program_declares()
    {
        string yaml = ReadmeYaml().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Groups[1].Value;
        string project = File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.yaml"));

        Declaration declaration = await Declaration.OfAsync(StackFile.Parse(Repository.Root, "readme", "README.md", yaml, project));

        Assert.Equal("https://mailstore.contoso.com:8462/oidc/signin", declaration.Outputs["integrations"]!["mailstore"]!["redirectUri"]!.GetValue<string>());
    }

    [Fact]
    public void Defaults_of_the_project_file_are_those_of_the_program()
    {
        StackFile stack = StackFile.Load(Repository.Root, "dev");

        Assert.Equal(StackConfiguration.DefaultExpiryWarningDays, stack.Settings["tenant-onboarding:expiryWarningDays"]!.GetValue<long>());
        Assert.True(stack.Settings["tenant-onboarding:protect"]!.GetValue<bool>());
        Assert.True(Stack.Read(Stack.MailStore(_certificates.Rsa("a.cer")), _certificates).Protect);
    }

    [Fact]
    public void The_editors_schema_knows_the_keys_that_the_program_knows()
    {
        JsonNode integration = Schema()["definitions"]!["integration"]!["properties"]!;
        string error = Assert.Single(Stack.Errors(Stack.MailStore(_certificates.Rsa("a.cer"), ("x-unknown", "1")), _certificates));
        string[] known = KnownKeys().Match(error).Groups[1].Value.Split(", ");

        Assert.Equal(known.Order(), integration.AsObject().Select(property => property.Key).Order());
    }

    [Fact]
    public void The_editors_schema_knows_the_names_that_the_program_knows()
    {
        JsonNode integration = Schema()["definitions"]!["integration"]!["properties"]!;

        Same(Product.Known.Select(product => product.Key), integration["product"]!["enum"]);
        Same(TenantOnboarding.Components.Products.DirectorySource.Known.Select(source => source.Key), integration["directory"]!["enum"]);
        Same(MailboxProtocol.Known.Select(protocol => protocol.Key), integration["mailboxAccess"]!["items"]!["enum"]);
        Same(UserSyncFilter.Known.Select(filter => filter.Key), integration["userSync"]!["properties"]!["filter"]!["enum"]);
        Same(TenantOnboarding.Components.Clouds.Cloud.Known.Select(cloud => cloud.Key), Schema()["properties"]!["config"]!["properties"]!["azuread:environment"]!["enum"]);
        Same(Api.All.Select(api => api.Key), integration["permissions"]!["properties"]!.AsObject().Select(property => (JsonNode?)property.Key));

        static void Same(IEnumerable<string> names, object? values) =>
            Assert.Equal(names.Order(), ((IEnumerable<JsonNode?>)values!).Select(value => value!.GetValue<string>()).Order());
    }

    [Fact]
    public void Every_samples_outputs_are_a_document_that_the_verification_takes()
    {
        string[] files = [.. Samples.Views("outputs.json"), Path.Combine(Repository.Root, "tests", "components", "golden", "dev.outputs.json")];

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.NotEmpty(OutputsDocument.Parse(File.ReadAllText(file)).Integrations));
    }

    private static JsonNode Schema() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "components", "Configuration", "stack.schema.json")))!;

    [GeneratedRegex("```yaml\n(   config:\n.*?)```", RegexOptions.Singleline)]
    private static partial Regex ReadmeYaml();

    [GeneratedRegex(@"one of the keys (.*?) \|")]
    private static partial Regex KnownKeys();
}
