using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>References to directory objects: what is written to <c>…/members/$ref</c> and <c>…/owners/$ref</c>.</summary>
internal sealed class MemberReferences(TenantDirectory directory)
{
    /// <param name="routes">Where to map to.</param>
    /// <param name="template">Path of the list, such as <c>/groups/{id}/members</c>.</param>
    /// <param name="permissions">Permissions of which the token must carry one.</param>
    /// <param name="members">The members before.</param>
    /// <param name="set">Makes them the members after.</param>
    public void Map(
        GraphRoutes routes,
        string template,
        IReadOnlyList<string> permissions,
        Func<TenantRequest, IReadOnlyList<Guid>> members,
        Action<TenantRequest, IReadOnlyList<Guid>> set)
    {
        routes.Map("POST", template + "/$ref", permissions, request =>
        {
            IReadOnlyList<Guid> before = members(request);
            Guid added = IdIn(request.JsonBody().Text("@odata.id"));
            if (directory.FindObject(added) is null)
                throw GraphException.NotFound(added.ToString());
            if (before.Contains(added))
                throw AlreadyThere("members");
            set(request, [.. before, added]);
            return TenantResponse.NoContent;
        });
        routes.Map("DELETE", template + "/{member}/$ref", permissions, request =>
        {
            IReadOnlyList<Guid> before = members(request);
            Guid removed = request.RouteId("member");
            if (!before.Contains(removed))
                throw GraphException.NotFound(removed.ToString());
            set(request, [.. before.Where(member => member != removed)]);
            return TenantResponse.NoContent;
        });
    }

    /// <summary>Object id in a link such as <c>https://graph.microsoft.com/v1.0/directoryObjects/{id}</c>.</summary>
    public static Guid IdIn(string? link) => link is not null && Guid.TryParse(link.TrimEnd('/').Split('/')[^1], out Guid id)
        ? id
        : throw GraphException.BadRequest($"Invalid URL format specified in @odata.bind or @odata.id: '{link}'.");

    public static GraphException AlreadyThere(string property) => GraphException.BadRequest(
        $"One or more added object references already exist for the following modified properties: '{property}'.");
}
