using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/identity/conditionalAccess/policies</c>, read only.</summary>
internal sealed class ConditionalAccessEndpoints(TenantDirectory directory) : IGraphEndpoints
{
    private static readonly EntityModel<ConditionalAccessPolicy> Model =
        new("conditionalAccessPolicy", "identity/conditionalAccess/policies")
    {
        { "id", p => p.Id },
        { "displayName", p => p.DisplayName },
        { "state", p => p.ReportOnly ? "enabledForReportingButNotEnforced" : "enabled" },
        { "conditions", Conditions },
        { "grantControls", _ => new JsonObject { ["operator"] = "OR", ["builtInControls"] = new JsonArray("block") } },
        { "sessionControls", _ => null },
    };

    private readonly Store<Guid, ConditionalAccessPolicy> _policies = directory.Store<Guid, ConditionalAccessPolicy>();

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/identity/conditionalAccess/policies", Permissions.ReadPolicies, request => Model.Page(request, _policies));
        routes.Map("GET", "/identity/conditionalAccess/policies/{id}", Permissions.ReadPolicies, request =>
        {
            Guid id = request.RouteId("id");
            return Model.Entity(request, _policies.Find(id) ?? throw GraphException.NotFound(id.ToString()));
        });
    }

    private static JsonObject Conditions(ConditionalAccessPolicy policy) => new()
    {
        ["applications"] = new JsonObject { ["includeApplications"] = new JsonArray("All") },
        ["clientApplications"] = new JsonObject
        {
            ["includeServicePrincipals"] = policy.IncludeServicePrincipals.Count == 0
                ? new JsonArray("ServicePrincipalsInMyTenant")
                : Ids(policy.IncludeServicePrincipals),
            ["excludeServicePrincipals"] = Ids(policy.ExcludeServicePrincipals),
        },
    };

    private static JsonArray Ids(IEnumerable<Guid> ids) => [.. ids.Select(id => (JsonNode)id.ToString())];
}
