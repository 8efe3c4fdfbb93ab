using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>
/// Applications that a stack takes over (<c>adopt:</c>). A simulated tenant holds none that somebody made by hand, so the rehearsal plays
/// that person:
/// it makes what the integration describes, outside of the stack's state, and puts the client id that the tenant gave it into the
/// configuration.
/// </summary>
internal static class AdoptedApplications
{
    /// <summary>The client ids that the stack takes over, by the integrations' logical names.</summary>
    public static IReadOnlyDictionary<string, string> ClientIds(StackFile stack)
    {
        Dictionary<string, string> ids = new(StringComparer.Ordinal);
        foreach ((string name, JsonNode? integration) in stack.Integrations())
        {
            if (integration?["adopt"]?["clientId"] is JsonValue value && value.TryGetValue(out string? clientId)
                && Guid.TryParse(clientId, out _))
                ids[name] = clientId;
        }

        return ids;
    }

    /// <summary>
    /// The stack that makes by hand what these integrations take over: without <c>adopt:</c>, with the certificates that were uploaded by
    /// hand.
    /// </summary>
    public static StackFile WithoutAdoption(StackFile stack, IEnumerable<string> names)
    {
        JsonObject made = [];
        foreach (string name in names)
        {
            JsonObject integration = (JsonObject)stack.Integrations()[name]!.DeepClone();
            if (integration["adopt"]?["certificates"] is JsonArray { Count: > 0 } certificates)
                integration["certificates"] = certificates.DeepClone();
            integration.Remove("adopt");
            made[name] = integration;
        }

        return stack.WithIntegrations(made);
    }

    /// <summary>The stack with the client ids that the tenant gave.</summary>
    public static StackFile Replace(StackFile stack, IReadOnlyDictionary<string, string> given)
    {
        JsonObject changed = (JsonObject)stack.Integrations().DeepClone();
        foreach ((string name, string clientId) in ClientIds(stack))
        {
            if (given.TryGetValue(clientId, out string? real))
                changed[name]!["adopt"]!["clientId"] = real;
        }

        return given.Count == 0 ? stack : stack.WithIntegrations(changed);
    }
}
