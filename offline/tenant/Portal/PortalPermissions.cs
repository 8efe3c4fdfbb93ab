using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Portal;

/// <summary>API permissions as a portal lists them: what the registration asks for, and what was granted.</summary>
internal sealed class PortalPermissions(TenantDirectory directory)
{
    /// <summary>What a registration asks for, with whether it was granted; then what was granted without being asked for.</summary>
    public (JsonArray Configured, JsonArray Others) Of(Application application)
    {
        ServicePrincipal? principal = directory.FindServicePrincipalOf(application.AppId);
        List<Granted> granted = principal is null ? [] : GrantedTo(principal);
        JsonArray configured = [];
        foreach (JsonObject api in (application.Graph["requiredResourceAccess"] as JsonArray ?? []).OfType<JsonObject>())
        {
            string appId = api["resourceAppId"]?.ToString() ?? "";
            ServicePrincipal? resource = Guid.TryParse(appId, out Guid id) ? directory.FindServicePrincipalOf(id) : null;
            foreach (JsonObject access in (api["resourceAccess"] as JsonArray ?? []).OfType<JsonObject>())
            {
                bool isRole = access["type"]?.ToString() == "Role";
                string value = Value(resource, access["id"]?.ToString() ?? "", isRole);
                Granted asked = new(resource?.DisplayName ?? appId, value, isRole, "the tenant");
                Granted? found = granted.Find(g => g.Api == asked.Api && g.Value == asked.Value && g.IsRole == isRole);
                if (found is not null)
                    granted.Remove(found);
                configured.Add((JsonNode)Write(found ?? asked, found is not null));
            }
        }
        return (configured, [.. granted.Select(g => Write(g, isGranted: true))]);
    }

    /// <summary>All that was granted to a principal.</summary>
    public JsonArray Of(ServicePrincipal principal) => [.. GrantedTo(principal).Select(g => Write(g, isGranted: true))];

    private List<Granted> GrantedTo(ServicePrincipal principal)
    {
        List<Granted> granted = [];
        foreach (AppRoleAssignment assignment in directory.AppRoleAssignmentStore.Visible.Where(a => a.PrincipalId == principal.Id))
        {
            ServicePrincipal? resource = directory.ServicePrincipalStore.FindAny(assignment.ResourceId);
            string role = Value(resource, assignment.AppRoleId.ToString(), true);
            granted.Add(new(Name(resource, assignment.ResourceId), role, true, "the tenant"));
        }
        foreach (PermissionGrant grant in directory.PermissionGrantStore.Visible.Where(g => g.ClientId == principal.Id))
        {
            string who = grant.PrincipalId is { } user ? directory.UserStore.FindAny(user)?.DisplayName ?? user.ToString() : "the tenant";
            string api = Name(directory.ServicePrincipalStore.FindAny(grant.ResourceId), grant.ResourceId);
            foreach (string scope in grant.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                granted.Add(new(api, scope, false, who));
        }
        return granted;
    }

    private JsonObject Write(Granted permission, bool isGranted) => new()
    {
        ["api"] = permission.Api,
        ["value"] = permission.Value,
        ["type"] = permission.IsRole ? "Application" : "Delegated",
        ["granted"] = isGranted,
        ["status"] = (isGranted ? "Granted for " : "Not granted for ")
            + (permission.For == "the tenant" ? directory.DisplayName : permission.For),
    };

    private static string Name(ServicePrincipal? resource, Guid id) => resource?.DisplayName ?? id.ToString();

    private static string Value(ServicePrincipal? resource, string id, bool isRole)
    {
        if (id == Guid.Empty.ToString())
            return "Default access";
        JsonObject? found = (isRole ? resource?.AppRoles : resource?.Scopes)?
            .FirstOrDefault(entry => id.Equals(entry["id"]?.ToString(), StringComparison.OrdinalIgnoreCase));
        return found?["value"]?.ToString() ?? id;
    }

    /// <param name="Api">Display name of the API.</param>
    /// <param name="Value">Value such as <c>Mail.Read</c>, or the id where the API publishes no such permission.</param>
    /// <param name="IsRole">Application permission; otherwise delegated.</param>
    /// <param name="For">Whom the consent is for.</param>
    private sealed record Granted(string Api, string Value, bool IsRole, string For);
}
