using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>PULUMI_CONFIG: a JSON object, "project:key" to a text or to nested JSON, which is kept as text.</summary>
    private static ImmutableDictionary<string, string> ReadConfig()
    {
        string? variable = Environment.GetEnvironmentVariable("PULUMI_CONFIG");
        if (variable is null)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        using JsonDocument document = JsonDocument.Parse(variable);
        return document.RootElement.EnumerateObject().ToImmutableDictionary(
            property => property.Name, property => property.Value.ToString());
    }
}
