using System.Text.Json;
using Pulumi;
using TenantOnboarding.Components.Clouds;

namespace TenantOnboarding.Components.Configuration;

/// <summary>The stack's settings as Pulumi hands them to a program.</summary>
internal static class StackSettings
{
    /// <summary>
    /// The variable in which Pulumi's language host hands over every setting, as a JSON object from <c>namespace:key</c> to its value.
    /// </summary>
    private const string Variable = "PULUMI_CONFIG";

    /// <summary>The folder that holds Pulumi.yaml.</summary>
    public static string RootDirectory =>
        string.IsNullOrEmpty(Deployment.Instance.RootDirectory) ? Environment.CurrentDirectory : Deployment.Instance.RootDirectory;

    /// <summary>
    /// Every setting of the stack. <see cref="Config"/> cannot list its keys, and a key that is merely misspelt must be found, so the
    /// names come from the variable; the values come from <see cref="Config"/>.  </summary>  <param name="environment"> Reads an
    /// environment variable. The azuread provider takes the cloud from its own variables where the stack says nothing, so this program
    /// does too.  </param>
    public static IReadOnlyDictionary<string, string> Read(Func<string, string?> environment)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        using JsonDocument document = JsonDocument.Parse(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
            ? text : "{}");
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            int colon = property.Name.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && new Config(property.Name[..colon]).Get(property.Name[(colon + 1)..]) is { } value)
                settings[property.Name] = value;
        }
        if (!settings.ContainsKey(StackConfigurationReader.MetadataHost) && environment("ARM_METADATA_HOSTNAME") is { Length: > 0 } host)
            settings[StackConfigurationReader.MetadataHost] = host;
        if (!settings.ContainsKey(StackConfigurationReader.Environment) && environment("ARM_ENVIRONMENT") is { Length: > 0 } cloud)
            settings[StackConfigurationReader.Environment] = CloudOf(cloud);
        return settings;
    }

    /// <summary>The name of a cloud as this program's settings know it; the provider's variable knows a second one for each.</summary>
    private static string CloudOf(string name) =>
        Cloud.Known.FirstOrDefault(cloud => string.Equals(cloud.ProviderAlias, name, StringComparison.OrdinalIgnoreCase))?.Key ?? name;
}
