using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SimulatedTenant.Directory;

/// <summary>
/// Applications that every tenant has from its start, each with a service principal, a secret and permissions of Microsoft Graph.
/// </summary>
internal static class PrincipalSeed
{
    /// <param name="directory">Where it is added.</param>
    /// <param name="name">Display name, from which the ids follow.</param>
    /// <param name="permissions">Values of Microsoft Graph's application roles.</param>
    /// <param name="secret">Its secret; null for a random one.</param>
    /// <exception cref="ArgumentException">Microsoft Graph publishes no such permission.</exception>
    public static (ServicePrincipal Principal, string Secret) Add(
        TenantDirectory directory, string name, IReadOnlyList<string> permissions, string? secret = null)
    {
        ServicePrincipal graph = directory.FindServicePrincipalOf(FirstPartyApis.Graph)!;
        Dictionary<string, Guid> roles =
            graph.AppRoles.ToDictionary(r => (string)r["value"]!, r => Guid.Parse((string)r["id"]!), StringComparer.OrdinalIgnoreCase);
        string[] unknown = [.. permissions.Where(permission => !roles.ContainsKey(permission)).Select(permission => $"'{permission}'")];
        if (unknown.Length > 0)
        {
            throw new ArgumentException(
                $"DeployerPermissions holds {string.Join(", ", unknown)}; expected values of Microsoft Graph's application roles: "
                + $"{string.Join(", ", roles.Keys)}.",
                nameof(permissions));
        }

        JsonObject shape = GraphShapes.Application();
        shape["displayName"] = name;
        shape["createdDateTime"] = "2021-03-01T08:00:00Z";
        shape["publisherDomain"] = directory.MailDomain;
        secret ??= Convert.ToHexString(RandomNumberGenerator.GetBytes(20)).ToLowerInvariant();
        Application application = new(directory.SeededId("applications", name), directory.SeededId("clients", name), shape)
        {
            PasswordCredentials = [new(
                directory.SeededId("secrets", name), secret, name, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)],
        };
        ServicePrincipal principal =
            new(directory.SeededId("servicePrincipals", name), application.AppId, application, GraphShapes.ServicePrincipal());
        directory.ApplicationStore.Add(application);
        directory.ServicePrincipalStore.Add(principal);
        foreach (string permission in permissions)
        {
            string id = $"{name.ToLowerInvariant()}-{permission}";
            directory.AppRoleAssignmentStore.Add(new(id, roles[permission], principal.Id, graph.Id, DateTimeOffset.UnixEpoch));
        }
        return (principal, secret);
    }
}
