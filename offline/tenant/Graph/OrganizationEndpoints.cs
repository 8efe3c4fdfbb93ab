using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/organization</c>, <c>/domains</c>, <c>/subscribedSkus</c> and <c>/policies/defaultAppManagementPolicy</c>.</summary>
internal sealed class OrganizationEndpoints(TenantDirectory directory)
{
    private static readonly EntityModel Organization = Json("organization", "id", "displayName", "verifiedDomains", "assignedPlans", "tenantType", "countryLetterCode", "createdDateTime", "onPremisesSyncEnabled");
    private static readonly EntityModel Domain = Json("domain", "id", "authenticationType", "isAdminManaged", "isDefault", "isInitial", "isRoot", "isVerified", "supportedServices");
    private static readonly EntityModel Sku = Json("subscribedSku", "id", "skuId", "skuPartNumber", "capabilityStatus", "consumedUnits", "prepaidUnits", "servicePlans", "appliesTo");
    private static readonly EntityModel Policy = Json("tenantAppManagementPolicy", "id", "displayName", "description", "isEnabled", "applicationRestrictions", "servicePrincipalRestrictions");

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/organization", Permissions.ReadOrganization, request => List(request, Organization, "organization", [Tenant()]));
        routes.Map("GET", "/organization/{id}", Permissions.ReadOrganization, request => request.RouteId("id") == directory.TenantId
            ? ODataQuery.ForEntity(request, Organization).Entity(request, Tenant(), Organization, "organization")
            : throw GraphException.NotFound(request.Route["id"]));
        routes.Map("GET", "/domains", Permissions.ReadDomains, request => List(request, Domain, "domains", Domains()));
        routes.Map("GET", "/domains/{id}", Permissions.ReadDomains, request =>
            Domains().FirstOrDefault(d => request.Route["id"].Equals((string?)d["id"], StringComparison.OrdinalIgnoreCase)) is { } domain
                ? ODataQuery.ForEntity(request, Domain).Entity(request, domain, Domain, "domains")
                : throw GraphException.NotFound(request.Route["id"]));
        routes.Map("GET", "/subscribedSkus", Permissions.ReadOrganization, request => List(request, Sku, "subscribedSkus", Skus()));
        routes.Map("GET", "/policies/defaultAppManagementPolicy", Permissions.ReadPolicies, request =>
            ODataQuery.ForEntity(request, Policy).Entity(request, AppManagement(), Policy, "policies/defaultAppManagementPolicy"));
    }

    private static EntityModel Json(string type, params string[] names) =>
        new(type, names.Select(name => new EntityProperty(name, e => ((JsonObject)e)[name])));

    private static TenantResponse List(TenantRequest request, EntityModel model, string context, IReadOnlyList<JsonObject> items) =>
        ODataQuery.ForCollection(request, model).Page(request, items, model, context);

    private JsonObject Tenant() => new()
    {
        ["id"] = directory.TenantId.ToString(),
        ["displayName"] = directory.DisplayName,
        ["tenantType"] = "AAD",
        ["countryLetterCode"] = "DE",
        ["createdDateTime"] = "2021-03-01T08:00:00Z",
        ["onPremisesSyncEnabled"] = directory.LiveUsers.Any(u => u.OnPremisesSyncEnabled is true) ? true : null,
        ["assignedPlans"] = new JsonArray(),
        ["verifiedDomains"] = new JsonArray([.. Domains().Select(d => new JsonObject
        {
            ["capabilities"] = "Email, OfficeCommunicationsOnline",
            ["isDefault"] = d["isDefault"]!.DeepClone(),
            ["isInitial"] = d["isInitial"]!.DeepClone(),
            ["name"] = d["id"]!.DeepClone(),
            ["type"] = "Managed",
        })]),
    };

    private JsonObject[] Domains() =>
    [
        .. new[] { (Name: directory.Domain, Initial: true), (Name: directory.MailDomain, Initial: false) }.DistinctBy(d => d.Name).Select(d => new JsonObject
        {
            ["id"] = d.Name,
            ["authenticationType"] = "Managed",
            ["isAdminManaged"] = true,
            ["isDefault"] = !d.Initial || directory.Domain == directory.MailDomain,
            ["isInitial"] = d.Initial,
            ["isRoot"] = true,
            ["isVerified"] = true,
            ["supportedServices"] = new JsonArray("Email", "OfficeCommunicationsOnline"),
        }),
    ];

    private JsonObject[] Skus() =>
    [
        .. Licence.All.Select(licence =>
        {
            int used = directory.LiveUsers.Count(u => u.Licence?.SkuId == licence.SkuId);
            return new JsonObject
            {
                ["id"] = $"{directory.TenantId}_{licence.SkuId}",
                ["skuId"] = licence.SkuId.ToString(),
                ["skuPartNumber"] = licence.PartNumber,
                ["appliesTo"] = "User",
                ["capabilityStatus"] = "Enabled",
                ["consumedUnits"] = used,
                ["prepaidUnits"] = new JsonObject { ["enabled"] = used + 5, ["lockedOut"] = 0, ["suspended"] = 0, ["warning"] = 0 },
                ["servicePlans"] = new JsonArray([.. licence.Plans.Select(p => new JsonObject
                {
                    ["appliesTo"] = "User",
                    ["provisioningStatus"] = "Success",
                    ["servicePlanId"] = p.Id.ToString(),
                    ["servicePlanName"] = p.Name,
                })]),
            };
        }),
    ];

    private JsonObject AppManagement()
    {
        AppManagementPolicy policy = directory.AppManagementPolicy;
        JsonArray keys = [];
        if (policy.AsymmetricKeyMaxLifetime is { } longest)
            keys.Add(Restriction("asymmetricKeyLifetime", XmlConvert.ToString(longest)));
        if (policy.TrustedCertificateAuthorityOnly)
            keys.Add(Restriction("trustedCertificateAuthority", null));
        return new()
        {
            ["id"] = "00000000-0000-0000-0000-000000000000",
            ["displayName"] = "Default app management tenant policy",
            ["description"] = "Default tenant policy that enforces app management restrictions on applications and service principals.",
            ["isEnabled"] = keys.Count > 0,
            ["applicationRestrictions"] = new JsonObject { ["passwordCredentials"] = new JsonArray(), ["keyCredentials"] = keys },
            ["servicePrincipalRestrictions"] = new JsonObject { ["passwordCredentials"] = new JsonArray(), ["keyCredentials"] = new JsonArray() },
        };
    }

    private static JsonObject Restriction(string type, string? lifetime) => new()
    {
        ["restrictionType"] = type,
        ["state"] = "enabled",
        ["restrictForAppsCreatedAfterDateTime"] = DateTimeOffset.UnixEpoch.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["maxLifetime"] = lifetime,
    };
}
