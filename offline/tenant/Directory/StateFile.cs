using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimulatedTenant.Directory;

/// <summary>
/// What was made in a tenant, in a file: applications with their certificates and secrets, service principals, consent, directory roles,
/// and what Exchange was told. Users, groups and Microsoft's own service principals follow from the options and are not in it.
/// </summary>
internal static class StateFile
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>The state as a JSON text.</summary>
    public static string Write(TenantDirectory directory)
    {
        using (directory.Gate.Read())
        {
            return new JsonObject
            {
                ["version"] = Version,
                ["tenantId"] = directory.TenantId.ToString(),
                ["applications"] = List(directory.ApplicationStore.All, Write),
                ["deletedApplications"] = List(directory.DeletedApplications.All, Write),
                ["servicePrincipals"] = List(directory.ServicePrincipalStore.All.Where(s => s.Application is not null), Write),
                ["appRoleAssignments"] = JsonSerializer.SerializeToNode(directory.AppRoleAssignmentStore.All),
                ["oauth2PermissionGrants"] = JsonSerializer.SerializeToNode(directory.PermissionGrantStore.All),
                ["directoryRoles"] = JsonSerializer.SerializeToNode(directory.DirectoryRoleStore.All),
                ["roleAssignments"] = JsonSerializer.SerializeToNode(directory.RoleAssignmentStore.All),
                ["exchange"] = directory.Exchange.WriteState(),
            }.ToJsonString(Readable);
        }
    }

    /// <summary>Puts a state in the place of what the directory holds of its kinds.</summary>
    /// <exception cref="ArgumentException">The text is no state, or another tenant's.</exception>
    public static void Read(TenantDirectory directory, string text, string file)
    {
        try
        {
            JsonObject state = JsonNode.Parse(text)?.AsObject() ?? throw new FormatException("it is empty");
            if ((int?)state["version"] != Version)
                throw new FormatException($"its version is {state["version"]?.ToJsonString() ?? "missing"}, expected {Version}");
            if (Id(state, "tenantId") != directory.TenantId)
            {
                throw new FormatException($"it is tenant {Id(state, "tenantId")}'s, expected {directory.TenantId}'s; start with "
                    + "--tenant-id, or with another file");
            }
            using (directory.Gate.Write())
                Restore(directory, state);
        }
        catch (Exception exception) when (
            exception is JsonException or FormatException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            throw new ArgumentException($"StateFile '{file}' cannot be used: {exception.Message}.", nameof(text), exception);
        }
    }

    private static void Restore(TenantDirectory directory, JsonObject state)
    {
        directory.ApplicationStore.RemoveAll(_ => true);
        directory.ServicePrincipalStore.RemoveAll(s => s.Application is not null);
        directory.AppRoleAssignmentStore.RemoveAll(_ => true);
        foreach (JsonObject json in Objects(state, "applications"))
            directory.ApplicationStore.Add(ReadApplication(json));
        foreach (JsonObject json in Objects(state, "deletedApplications"))
            directory.DeletedApplications.Add(ReadApplication(json));
        foreach (JsonObject json in Objects(state, "servicePrincipals"))
        {
            Guid appId = Id(json, "appId");
            Application application = directory.FindApplicationOf(appId) ?? throw new FormatException($"application {appId} is missing");
            JsonObject graph = (JsonObject)json["graph"]!.DeepClone();
            directory.ServicePrincipalStore.Add(new(Id(json, "id"), appId, application, graph) { Owners = Owners(json) });
        }
        Add<string, AppRoleAssignment>(directory.AppRoleAssignmentStore, state, "appRoleAssignments");
        Add<string, PermissionGrant>(directory.PermissionGrantStore, state, "oauth2PermissionGrants");
        Add<Guid, DirectoryRole>(directory.DirectoryRoleStore, state, "directoryRoles");
        Add<string, RoleAssignment>(directory.RoleAssignmentStore, state, "roleAssignments");
        directory.Exchange.ReadState(state["exchange"]!.AsObject());
    }

    private static void Add<TKey, T>(Store<TKey, T> store, JsonObject state, string name)
        where TKey : notnull
        where T : class, IEntity<TKey>
    {
        foreach (JsonObject json in Objects(state, name))
            store.Add(json.Deserialize<T>() ?? throw new FormatException($"'{name}' holds null"));
    }

    private static JsonObject Write(Application application) => new()
    {
        ["id"] = application.Id.ToString(),
        ["appId"] = application.AppId.ToString(),
        ["owners"] = List(application.Owners, owner => JsonValue.Create(owner.ToString())),
        ["graph"] = application.Graph.DeepClone(),
        ["keyCredentials"] = List(application.KeyCredentials, Write),
        ["passwordCredentials"] = JsonSerializer.SerializeToNode(application.PasswordCredentials),
    };

    private static JsonObject Write(ServicePrincipal principal) => new()
    {
        ["id"] = principal.Id.ToString(),
        ["appId"] = principal.AppId.ToString(),
        ["owners"] = List(principal.Owners, owner => JsonValue.Create(owner.ToString())),
        ["graph"] = principal.Graph.DeepClone(),
    };

    private static JsonObject Write(KeyCredential key) => new()
    {
        ["keyId"] = key.KeyId.ToString(),
        ["certificate"] = Convert.ToBase64String(key.Certificate.RawData),
        ["type"] = key.Type,
        ["usage"] = key.Usage,
        ["displayName"] = key.DisplayName,
        ["startDateTime"] = key.StartDateTime,
        ["endDateTime"] = key.EndDateTime,
        ["visibleAt"] = key.VisibleAt.ToString("O", CultureInfo.InvariantCulture),
    };

    private static Application ReadApplication(JsonObject json) => new(
        Id(json, "id"), Id(json, "appId"), (JsonObject)json["graph"]!.DeepClone())
    {
        Owners = Owners(json),
        KeyCredentials = [.. Objects(json, "keyCredentials").Select(ReadKey)],
        PasswordCredentials = json["passwordCredentials"].Deserialize<PasswordCredential[]>() ?? [],
    };

    private static KeyCredential ReadKey(JsonObject json) => new(
        Id(json, "keyId"),
        X509CertificateLoader.LoadCertificate(Convert.FromBase64String((string)json["certificate"]!)),
        (string)json["type"]!,
        (string)json["usage"]!,
        (string)json["displayName"]!,
        (string)json["startDateTime"]!,
        (string)json["endDateTime"]!,
        DateTimeOffset.Parse((string)json["visibleAt"]!, CultureInfo.InvariantCulture));

    private static Guid Id(JsonObject json, string name) =>
        Guid.TryParse((string?)json[name], out Guid id) ? id : throw new FormatException($"'{name}' is no GUID");

    private static Guid[] Owners(JsonObject json) => [.. json["owners"]!.AsArray().Select(owner => Guid.Parse((string)owner!))];

    private static IEnumerable<JsonObject> Objects(JsonObject json, string name) =>
        (json[name] as JsonArray ?? throw new FormatException($"'{name}' is missing")).Select(item => item!.AsObject());

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => new([.. items.Select(write)]);
}
