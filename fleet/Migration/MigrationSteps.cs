using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Fleet.Drafts;
using YamlDotNet.RepresentationModel;

namespace TenantOnboarding.Fleet.Migration;

/// <summary>
/// What brings a file to the present form of the configuration. No setting has been renamed or has changed its meaning so far, so that a
/// file of any age is read; a setting that is renamed some day gets a step here, from its old form to the new one.
/// </summary>
internal static class MigrationSteps
{
    private const string SchemaMark = "yaml-language-server: $schema=";

    /// <summary>Those that change nothing in a tenant, in the order in which they are taken.</summary>
    public static IReadOnlyList<MigrationStep> All { get; } =
    [
        new("schema", "names the schema, by which an editor completes and checks settings", Schema),
        new("cloud", "calls the cloud by this program's name for it, instead of the azuread provider's other one", CloudName),
    ];

    private static IEnumerable<SourceEdit> Schema(StackSource source)
    {
        if (source.Text.Contains(SchemaMark, StringComparison.Ordinal) || source.ConfigStart is not { } place)
            return [];
        return [new(place, place, StackText.SchemaLine + source.NewLine)];
    }

    private static IEnumerable<SourceEdit> CloudName(StackSource source)
    {
        if (source.Setting("azuread:environment") is not YamlScalarNode { Value: { } name } node
            || Cloud.Known.Any(cloud => cloud.Key == name)
            || Cloud.Known.FirstOrDefault(cloud => cloud.ProviderAlias == name) is not { } known)
            return [];
        (int start, int end) = StackSource.PlaceOf(node);
        return [new(start, end, known.Key)];
    }
}
