using System.Text.Json;
using System.Text.Json.Nodes;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Identities;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TenantOnboarding.Bootstrap;

/// <summary>What the file of the stack that the identities serve says of their rights.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Environment">Its cloud as the provider calls it, or null for the public one.</param>
/// <param name="MetadataHost">The host of a custom cloud's metadata, or null for Microsoft's clouds.</param>
/// <param name="Needs">What the stack has that takes rights.</param>
/// <param name="HasKeyVault">Whether an integration has a key vault, whose rights are Azure's.</param>
internal sealed record ServedStack(string TenantId, string? Environment, string? MetadataHost, IReadOnlyList<Need> Needs, bool HasKeyVault)
{
    /// <summary>Reads it; null where it cannot be, with the reason among the errors.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="errors">Takes what is wrong with it.</param>
    public static ServedStack? Read(string file, ICollection<ConfigurationError> errors)
    {
        string name = Path.GetFileName(file);
        try
        {
            YamlStream yaml = [];
            using StringReader text = new(File.ReadAllText(file));
            yaml.Load(text);
            return Of(yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode : null, name, errors);
        }
        catch (YamlException exception)
        {
            errors.Add(new(name, exception.Message.ReplaceLineEndings(" "), "a stack file", "correct the file"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(name, "no file that can be read", "the file of the stack that the identities serve, beside the folder bootstrap",
                "name this stack like the one that it serves: pulumi stack init NAME"));
        }
        return null;
    }

    private static ServedStack? Of(YamlNode? root, string name, ICollection<ConfigurationError> errors)
    {
        YamlNode? config = Child(root, "config");
        Setting tenant = new($"{name}: azuread:tenantId",
            Text(config, "azuread:tenantId") is { } id ? JsonSerializer.SerializeToElement(id) : null, errors);
        string? tenantId = tenant.Id("the tenant's id, a GUID", "copy the directory (tenant) id from the Entra portal's overview page");
        JsonObject? integrations = ToJson(Child(config, "tenant-onboarding:integrations")) as JsonObject;
        if (integrations is not { Count: > 0 })
        {
            errors.Add(new($"{name}: tenant-onboarding:integrations", "nothing", "at least one integration",
                "write the stack first and rehearse it: its identities get the rights that it takes"));
        }
        if (tenantId is null || integrations is not { Count: > 0 })
            return null;
        return new(tenantId, Text(config, "azuread:environment"), Text(config, "azuread:metadataHost"),
            Components.Identities.Needs.Of(integrations),
            integrations.Any(one => one.Value is JsonObject integration && integration["certificate"] is JsonObject certificate
                && certificate["keyVault"] is not null));
    }

    private static JsonNode? ToJson(YamlNode? node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair =>
            KeyValuePair.Create((pair.Key as YamlScalarNode)?.Value ?? "", ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static YamlNode? Child(YamlNode? node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    private static string? Text(YamlNode? node, string key) => (Child(node, key) as YamlScalarNode)?.Value;
}
