using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>
/// Applications that a stack takes over (<c>adopt:</c>). A simulated tenant holds none that somebody made by hand, so the rehearsal plays that person:
/// it makes what the integration describes, outside of the stack's state, and puts the client id that the tenant gave it into the configuration.
/// </summary>
internal static class HandMade
{
    /// <summary>The client ids that the stack takes over, by the integrations' logical names.</summary>
    public static IReadOnlyDictionary<string, string> ClientIds(StackFile stack)
    {
        Dictionary<string, string> ids = new(StringComparer.Ordinal);
        foreach ((string name, JsonNode? integration) in Integrations(stack))
        {
            if (integration?["adopt"]?["clientId"] is JsonValue value && value.TryGetValue(out string? clientId) && Guid.TryParse(clientId, out _))
                ids[name] = clientId;
        }

        return ids;
    }

    /// <summary>The stack that makes by hand what these integrations take over: without <c>adopt:</c>, with the certificates that were uploaded by hand.</summary>
    public static StackFile Maker(StackFile stack, IEnumerable<string> names)
    {
        JsonObject made = [];
        foreach (string name in names)
        {
            JsonObject integration = (JsonObject)Integrations(stack)[name]!.DeepClone();
            if (integration["adopt"]?["certificates"] is JsonArray { Count: > 0 } certificates)
                integration["certificates"] = certificates.DeepClone();
            integration.Remove("adopt");
            made[name] = integration;
        }

        return stack.With(Key(stack), made);
    }

    /// <summary>The stack with the client ids that the tenant gave.</summary>
    public static StackFile Replace(StackFile stack, IReadOnlyDictionary<string, string> given)
    {
        JsonObject changed = (JsonObject)Integrations(stack).DeepClone();
        foreach ((string name, string clientId) in ClientIds(stack))
        {
            if (given.TryGetValue(clientId, out string? real))
                changed[name]!["adopt"]!["clientId"] = real;
        }

        return given.Count == 0 ? stack : stack.With(Key(stack), changed);
    }

    private static string Key(StackFile stack) => $"{stack.Project}:integrations";

    private static JsonObject Integrations(StackFile stack) => stack.Settings.GetValueOrDefault(Key(stack)) as JsonObject ?? [];
}
