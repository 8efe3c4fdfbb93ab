using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/organization</c>, <c>/domains</c> and <c>/subscribedSkus</c>.</summary>
internal sealed class OrganizationEndpoints(TenantDirectory directory) : IGraphEndpoints
{
    private static readonly EntityModel<Domain> DomainModel = new("domain", "domains")
    {
        { "id", d => d.Name },
        { "authenticationType", _ => "Managed" },
        { "isAdminManaged", _ => true },
        { "isDefault", d => d.IsDefault },
        { "isInitial", d => d.IsInitial },
        { "isRoot", _ => true },
        { "isVerified", d => d.IsVerified },
        { "supportedServices", d => d.IsVerified ? ["Email", "OfficeCommunicationsOnline"] : Array.Empty<string>() },
    };

    private readonly EntityModel<TenantDirectory> _organization = new("organization", "organization")
    {
        { "id", t => t.TenantId },
        { "displayName", t => t.DisplayName },
        { "verifiedDomains", t => new JsonArray([.. t.Domains.Where(d => d.IsVerified).Select(VerifiedDomain)]) },
        { "assignedPlans", _ => Array.Empty<string>() },
        { "tenantType", _ => "AAD" },
        { "countryLetterCode", _ => "DE" },
        { "createdDateTime", _ => "2021-03-01T08:00:00Z" },
        { "onPremisesSyncEnabled", t => t.UserStore.All.Any(u => u.OnPremisesSyncEnabled is true) ? true : null },
    };

    private readonly EntityModel<Licence> _licence = new("subscribedSku", "subscribedSkus")
    {
        { "id", l => $"{directory.TenantId}_{l.SkuId}" },
        { "skuId", l => l.SkuId },
        { "skuPartNumber", l => l.PartNumber },
        { "capabilityStatus", _ => "Enabled" },
        { "consumedUnits", l => Used(directory, l) },
        { "prepaidUnits", l => PrepaidUnits(Used(directory, l)) },
        { "servicePlans", l => new JsonArray([.. l.Plans.Select(ServicePlan)]) },
        { "appliesTo", _ => "User" },
    };

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/organization", Permissions.ReadOrganization, request => _organization.Page(request, [directory]));
        routes.Map("GET", "/organization/{id}", Permissions.ReadOrganization, request => request.RouteId("id") == directory.TenantId
            ? _organization.Entity(request, directory)
            : throw GraphException.NotFound(request.Route["id"]));
        routes.Map("GET", "/domains", Permissions.ReadDomains, request => DomainModel.Page(request, directory.Domains));
        routes.Map("GET", "/domains/{id}", Permissions.ReadDomains, request =>
        {
            string name = request.Route["id"];
            Domain? domain = directory.Domains.FirstOrDefault(d => name.Equals(d.Name, StringComparison.OrdinalIgnoreCase));
            return DomainModel.Entity(request, domain ?? throw GraphException.NotFound(name));
        });
        routes.Map("GET", "/subscribedSkus", Permissions.ReadOrganization, request => _licence.Page(request, Licence.All));
    }

    private static JsonObject VerifiedDomain(Domain domain) => new()
    {
        ["capabilities"] = "Email, OfficeCommunicationsOnline",
        ["isDefault"] = domain.IsDefault,
        ["isInitial"] = domain.IsInitial,
        ["name"] = domain.Name,
        ["type"] = "Managed",
    };

    private static int Used(TenantDirectory directory, Licence licence) =>
        directory.UserStore.All.Count(u => u.Licence?.SkuId == licence.SkuId);

    private static JsonObject PrepaidUnits(int used) =>
        new() { ["enabled"] = used + 5, ["lockedOut"] = 0, ["suspended"] = 0, ["warning"] = 0 };

    private static JsonObject ServicePlan(ServicePlan plan) => new()
    {
        ["appliesTo"] = "User",
        ["provisioningStatus"] = "Success",
        ["servicePlanId"] = plan.Id.ToString(),
        ["servicePlanName"] = plan.Name,
    };
}
