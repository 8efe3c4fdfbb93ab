using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>A stack's state, as <c>pulumi stack export --show-secrets</c> prints it.</summary>
/// <param name="Resources">What the stack holds, except the stack itself, components and providers, in the order of the state.</param>
/// <param name="Outputs">The stack's outputs, secrets in plain text; null where it has none.</param>
internal sealed record StackExport(IReadOnlyList<DeployedResource> Resources, JsonObject? Outputs)
{
    /// <summary>Reads the export.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    public static StackExport Parse(string json)
    {
        List<DeployedResource> resources = [];
        JsonObject? outputs = null;
        foreach (JsonObject resource in ((JsonNode.Parse(json) as JsonObject)?["deployment"] as JsonObject).Objects("resources"))
        {
            string type = resource.Text("type") ?? "";
            if (type == StepMetadata.StackType)
            {
                outputs = resource["outputs"] is JsonObject { Count: > 0 } values ? PulumiValue.Read(values) : null;
                continue;
            }
            // A resource that waits for its deletion is not held any more.
            if (resource.Flag("custom") != true || resource.Flag("delete") == true || type.StartsWith("pulumi:", StringComparison.Ordinal))
                continue;
            resources.Add(new DeployedResource(
                type, new Urn(resource.Text("urn") ?? "").Name, resource.Text("id") ?? "",
                PulumiValue.Properties(resource["inputs"]), PulumiValue.Properties(resource["outputs"]), resources.Count + 1)
            {
                Parent = Urn.ParentOf(resource),
                Protect = resource.Flag("protect") == true,
                RetainOnDelete = resource.Flag("retainOnDelete") == true,
            });
        }
        return new StackExport(resources, outputs);
    }
}
