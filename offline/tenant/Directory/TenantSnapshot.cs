using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimulatedTenant.Directory;

/// <summary>Writes what was made in the tenant in a form that can be compared and read.</summary>
internal static class TenantSnapshot
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    public static string Write(TenantDirectory directory)
    {
        using (directory.Gate.Read())
        {
            Guid[] seeded = [.. new[] { TenantDirectory.DeployerName, TenantDirectory.OperatorName }.Select(name => directory.SeededId(
                "applications", name))];
            Application[] applications =
            [
                .. directory.ApplicationStore.All.Where(a => !seeded.Contains(a.Id)).OrderBy(a => a.DisplayName, StringComparer.Ordinal),
            ];
            JsonObject snapshot = new()
            {
                ["applications"] = new JsonArray([.. applications.Select(a => Write(directory, a))]),
                ["servicePrincipals"] = new JsonArray(
                [
                    .. directory.ServicePrincipalStore.All.Where(s => s.Application is { } a && !seeded.Contains(a.Id))
                        .OrderBy(s => s.DisplayName, StringComparer.Ordinal).Select(s => Write(directory, s)),
                ]),
                ["activatedDirectoryRoles"] = Sorted(directory.DirectoryRoleStore.All.Select(r => RoleName(directory, r.TemplateId))),
            };
            return snapshot.ToJsonString(Readable) + "\n";
        }
    }

    private static JsonObject Write(TenantDirectory directory, Application application)
    {
        JsonObject defaults = GraphShapes.Application();
        JsonObject json = new() { ["displayName"] = application.DisplayName };
        foreach ((string name, JsonNode? value) in application.Graph)
        {
            // What still has its default says nothing; the time of making differs from run to run.
            if (name is "displayName" or "createdDateTime" or "publisherDomain" or "requiredResourceAccess"
                || JsonNode.DeepEquals(value, defaults[name]))
                continue;
            json[name] = value?.DeepClone();
        }
        json["requiredResourceAccess"] = new JsonArray(
        [
            .. (application.Graph["requiredResourceAccess"] as JsonArray ?? []).OfType<JsonObject>().Select(api => new JsonObject
            {
                ["resource"] = ResourceName(directory, (string)api["resourceAppId"]!),
                ["resourceAccess"] = Sorted((api["resourceAccess"] as JsonArray ?? []).OfType<JsonObject>()
                    .Select(access => $"{(string?)access["type"]}: "
                        + $"{EntitlementName(directory, (string)api["resourceAppId"]!, (string)access["id"]!)}")),
            }),
        ]);
        json["keyCredentials"] = new JsonArray(
        [
            .. application.KeyCredentials.Select(key => new JsonObject
            {
                ["displayName"] = key.DisplayName,
                ["type"] = key.Type,
                ["usage"] = key.Usage,
                ["startDateTime"] = key.StartDateTime,
                ["endDateTime"] = key.EndDateTime,
            }),
        ]);
        json["passwordCredentials"] = application.PasswordCredentials.Count;
        json["owners"] = Sorted(application.Owners.Select(id => ObjectName(directory, id)));
        return json;
    }

    private static JsonObject Write(TenantDirectory directory, ServicePrincipal principal)
    {
        JsonObject defaults = GraphShapes.ServicePrincipal();
        JsonObject json = new() { ["displayName"] = principal.DisplayName };
        foreach ((string name, JsonNode? value) in principal.Graph)
        {
            if (name is not "createdDateTime" && !JsonNode.DeepEquals(value, defaults[name]))
                json[name] = value?.DeepClone();
        }
        json["appRoleAssignments"] = Sorted(directory.AppRoleAssignmentStore.All
            .Where(a => a.PrincipalId == principal.Id)
            .Select(a => Consent(directory, a)));
        json["oauth2PermissionGrants"] = Sorted(directory.PermissionGrantStore.All
            .Where(g => g.ClientId == principal.Id)
            .Select(g => Consent(directory, g)));
        json["directoryRoles"] = Sorted(directory.RoleAssignmentStore.All.Where(a => a.PrincipalId == principal.Id)
            .Select(a => $"{RoleName(directory, a.RoleDefinitionId)} ({a.DirectoryScopeId ?? a.AppScopeId})"));
        json["owners"] = Sorted(principal.Owners.Select(id => ObjectName(directory, id)));
        return json;
    }

    private static string Consent(TenantDirectory directory, AppRoleAssignment assignment)
    {
        ServicePrincipal resource = directory.ServicePrincipalStore.FindAny(assignment.ResourceId)!;
        return $"{resource.DisplayName}: {EntitlementName(directory, resource.AppId.ToString(), assignment.AppRoleId.ToString())}";
    }

    private static string Consent(TenantDirectory directory, PermissionGrant grant)
    {
        string scopes = string.Join(' ', grant.Scope.Split(' ').Order(StringComparer.Ordinal));
        string who = grant.PrincipalId is { } user ? ObjectName(directory, user) : grant.ConsentType;
        return $"{ObjectName(directory, grant.ResourceId)}: {scopes} ({who})";
    }

    private static JsonArray Sorted(IEnumerable<string> values) =>
        new([.. values.Order(StringComparer.Ordinal).Select(v => JsonValue.Create(v))]);

    private static string ResourceName(TenantDirectory directory, string appId) => Resource(directory, appId)?.DisplayName ?? appId;

    private static string EntitlementName(TenantDirectory directory, string appId, string id)
    {
        ServicePrincipal? resource = Resource(directory, appId);
        JsonObject? entitlement = resource?.AppRoles.Concat(resource.Scopes)
            .FirstOrDefault(e => id.Equals((string?)e["id"], StringComparison.OrdinalIgnoreCase));
        return (string?)entitlement?["value"] ?? id;
    }

    private static ServicePrincipal? Resource(TenantDirectory directory, string appId) =>
        directory.ServicePrincipalStore.All.FirstOrDefault(s => s.AppId.ToString().Equals(appId, StringComparison.OrdinalIgnoreCase));

    private static string RoleName(TenantDirectory directory, Guid id)
    {
        Guid template = directory.DirectoryRoleStore.FindAny(id)?.TemplateId ?? id;
        return RoleTemplates.Find(template)?.DisplayName ?? id.ToString();
    }

    private static string ObjectName(TenantDirectory directory, Guid id) => directory.FindObject(id) switch
    {
        DirectoryUser user => user.UserPrincipalName,
        DirectoryGroup group => group.DisplayName,
        ServicePrincipal principal => principal.DisplayName,
        _ => id.ToString(),
    };
}
