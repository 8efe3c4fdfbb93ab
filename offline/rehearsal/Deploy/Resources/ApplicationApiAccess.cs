using System.Collections.Frozen;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary>
/// <c>azuread_application_api_access</c>: what an application asks of one API. The list of all APIs is read and sent back with each
/// change.
/// </summary>
internal sealed class ApplicationApiAccess(GraphClient graph) : TenantResource(graph)
{
    public override string Type => "azuread:index/applicationApiAccess:ApplicationApiAccess";

    public override IReadOnlySet<string> Sets { get; } = FrozenSet.Create("roleIds", "scopeIds");

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(inputs.Required("applicationId"));
        string api = inputs.Required("apiClientId");
        string id = $"/applications/{objectId}/apiAccess/{api}";
        List<JsonObject> all = await ReadAllAsync(objectId, cancellationToken);
        if (all.Any(access => IsApi(access, api)))
        {
            throw new InvalidOperationException(
                $"a resource with the ID \"{id}\" already exists - to be managed via Terraform this resource needs to be imported into "
                    + "the State");
        }

        await PatchAsync(objectId, [.. all, Access(api, inputs)], cancellationToken);
        return await ReadBackAsync(id, PropertyBag.Empty, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(id);
        string api = Segment(id, "/apiAccess/");
        JsonObject? application = await Graph.FindAsync($"/v1.0/applications/{objectId}", cancellationToken);
        if (application.Objects("requiredResourceAccess").FirstOrDefault(access => IsApi(access, api)) is not { } found)
            return null;
        ILookup<string?, string?> ids =
            found.Objects("resourceAccess").ToLookup(access => access.Text("type"), access => access.Text("id"));
        return new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
        {
            ["applicationId"] = $"/applications/{objectId}",
            ["apiClientId"] = api,
            ["roleIds"] = ids["Role"].ToList(),
            ["scopeIds"] = ids["Scope"].ToList(),
        }));
    }

    public override async Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken)
    {
        string api = Segment(prior.Id, "/apiAccess/");
        await ReplaceAsync(prior.Id, Access(api, inputs), cancellationToken);
        return await ReadBackAsync(prior.Id, prior.Outputs, cancellationToken);
    }

    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) =>
        ReplaceAsync(prior.Id, null, cancellationToken);

    private async Task ReplaceAsync(string id, JsonObject? access, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(id);
        string api = Segment(id, "/apiAccess/");
        List<JsonObject> all = await ReadAllAsync(objectId, cancellationToken);
        int place = all.FindIndex(existing => IsApi(existing, api));
        if (place < 0)
            throw new InvalidOperationException($"the application {objectId} has no access to the API {api}");
        if (access is null)
            all.RemoveAt(place);
        else
            all[place] = access;
        await PatchAsync(objectId, all, cancellationToken);
    }

    private async Task<List<JsonObject>> ReadAllAsync(string objectId, CancellationToken cancellationToken) =>
        (await Graph.GetAsync($"/v1.0/applications/{objectId}", cancellationToken)).Objects("requiredResourceAccess");

    private Task PatchAsync(string objectId, IEnumerable<JsonObject> all, CancellationToken cancellationToken) =>
        Graph.PatchAsync($"/v1.0/applications/{objectId}", Entity("application", new JsonObject
        {
            ["id"] = objectId,
            ["requiredResourceAccess"] = new JsonArray([.. all.Select(access => access.DeepClone())]),
        }), ProviderTiming.LongOperation, cancellationToken);

    private static bool IsApi(JsonObject access, string api) =>
        string.Equals(access.Text("resourceAppId"), api, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Access(string api, PropertyBag inputs)
    {
        JsonArray list = [];
        foreach (string id in inputs.Texts("roleIds"))
            list.Add(new JsonObject { ["id"] = id, ["type"] = "Role" });
        foreach (string id in inputs.Texts("scopeIds"))
            list.Add(new JsonObject { ["id"] = id, ["type"] = "Scope" });
        return new JsonObject { ["resourceAccess"] = list, ["resourceAppId"] = api };
    }
}
