using System.Text.Json.Nodes;
using System.Xml;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/policies/defaultAppManagementPolicy</c>.</summary>
internal sealed class PolicyEndpoints(TenantDirectory directory) : IGraphEndpoints
{
    private static readonly EntityModel<AppManagementPolicy> Model = new("tenantAppManagementPolicy", "policies/defaultAppManagementPolicy")
    {
        { "id", _ => Guid.Empty },
        { "displayName", _ => "Default app management tenant policy" },
        { "description", _ => "Default tenant policy that enforces app management restrictions on applications and service principals." },
        { "isEnabled", p => KeyRestrictions(p).Count > 0 },
        { "applicationRestrictions", p => Restrictions(KeyRestrictions(p)) },
        { "servicePrincipalRestrictions", _ => Restrictions([]) },
    };

    public void Map(GraphRoutes routes) =>
        routes.Map("GET", "/policies/defaultAppManagementPolicy", Permissions.ReadPolicies, request =>
            Model.Entity(request, directory.AppManagementPolicy));

    private static JsonObject Restrictions(JsonArray keys) =>
        new() { ["passwordCredentials"] = new JsonArray(), ["keyCredentials"] = keys };

    private static JsonArray KeyRestrictions(AppManagementPolicy policy)
    {
        JsonArray keys = [];
        if (policy.AsymmetricKeyMaxLifetime is { } longest)
            keys.Add(Restriction("asymmetricKeyLifetime", XmlConvert.ToString(longest)));
        if (policy.TrustedCertificateAuthorityOnly)
            keys.Add(Restriction("trustedCertificateAuthority", null));
        return keys;
    }

    private static JsonObject Restriction(string type, string? lifetime) => new()
    {
        ["restrictionType"] = type,
        ["state"] = "enabled",
        ["restrictForAppsCreatedAfterDateTime"] = GraphTime.Of(DateTimeOffset.UnixEpoch),
        ["maxLifetime"] = lifetime,
    };
}
