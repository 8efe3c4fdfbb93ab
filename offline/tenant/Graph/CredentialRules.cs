using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>What the bodies of applications and service principals may say of ids and credentials.</summary>
internal static class CredentialRules
{
    /// <summary>Takes the ids out of a body; sent back as they are, they say nothing.</summary>
    /// <exception cref="GraphException">400: the id is another one, or there is an application id.</exception>
    public static void CheckIdentity(JsonObject body, Guid id)
    {
        if (body.Text("id") is { } sent && !sent.Equals(id.ToString(), StringComparison.OrdinalIgnoreCase))
            throw GraphException.BadRequest("Property 'id' is read-only and cannot be set.");
        body.Remove("id");
        if (body.ContainsKey("appId"))
            throw GraphException.BadRequest("Property 'appId' is read-only and cannot be set.");
    }

    /// <summary>Takes the credentials out of a body.</summary>
    /// <returns>The certificates, or null where the body names none.</returns>
    /// <exception cref="GraphException">
    /// 400: a certificate is none, or there is a secret: these are made by actions of their own.
    /// </exception>
    public static IReadOnlyList<KeyCredential>? TakeFrom(
        JsonObject body, IReadOnlyList<KeyCredential> present, string resource, TenantDirectory directory)
    {
        IReadOnlyList<KeyCredential>? keys = body.Remove("keyCredentials", out JsonNode? sent)
            ? KeyCredentialReader.Read(sent, present, resource, directory)
            : null;
        if (body.Remove("passwordCredentials", out JsonNode? passwords) && passwords is not JsonArray { Count: 0 })
        {
            throw GraphException.BadRequest(passwords is JsonArray
                ? "New password credentials must be generated using service actions."
                : $"Invalid value specified for property 'passwordCredentials' of resource '{resource}'.");
        }
        return keys;
    }
}
