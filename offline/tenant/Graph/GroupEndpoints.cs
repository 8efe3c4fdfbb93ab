using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/groups</c> with their members and owners.</summary>
internal sealed class GroupEndpoints(TenantDirectory directory, DirectoryObjects objects) : IGraphEndpoints
{
    public static EntityModel<DirectoryGroup> Model { get; } = new("group", "groups", ["displayName"])
    {
        { "id", g => g.Id, FilterUse.Plain },
        { "deletedDateTime", _ => null },
        { "displayName", g => g.DisplayName, FilterUse.Plain },
        { "description", g => g.Description },
        { "mail", g => g.Mail, FilterUse.Plain },
        { "mailEnabled", EdmType.Boolean, g => g.MailEnabled, FilterUse.Plain },
        { "mailNickname", g => g.MailNickname, FilterUse.Plain },
        { "securityEnabled", EdmType.Boolean, g => g.SecurityEnabled, FilterUse.Plain },
        { "groupTypes", g => g.GroupTypes, FilterUse.Plain },
        { "isAssignableToRole", _ => null },
        { "membershipRule", _ => null },
        { "membershipRuleProcessingState", _ => null },
        { "onPremisesDomainName", _ => null },
        { "onPremisesNetBiosName", _ => null },
        { "onPremisesSamAccountName", _ => null },
        { "onPremisesSecurityIdentifier", _ => null },
        { "onPremisesSyncEnabled", _ => null },
        { "preferredLanguage", _ => null },
        { "proxyAddresses", g => g.Mail is { } mail ? [$"SMTP:{mail}"] : Array.Empty<string>() },
        { "resourceBehaviorOptions", _ => Array.Empty<string>() },
        { "resourceProvisioningOptions", _ => Array.Empty<string>() },
        { "theme", _ => null },
        { "visibility", g => g.GroupTypes.Count > 0 ? "Private" : null },
        { "writebackConfiguration", _ => new JsonObject { ["isEnabled"] = null, ["onPremisesGroupType"] = null } },
        { "allowExternalSenders", _ => false, FilterUse.None, true },
        { "autoSubscribeNewMembers", _ => false, FilterUse.None, true },
        { "hideFromAddressLists", _ => false, FilterUse.None, true },
        { "hideFromOutlookClients", _ => false, FilterUse.None, true },
    };

    public void Map(GraphRoutes routes)
    {
        Relation[] relations =
        [
            objects.Relation<DirectoryGroup>("members", group => objects.Find(group.Members.Take(Relation.Most))),
            objects.Relation<DirectoryGroup>("owners", group => objects.Find(group.Owners)),
        ];
        routes.Map("GET", "/groups", Permissions.ReadGroups, request => Model.Page(request, directory.GroupStore, relations: relations));
        routes.Map("GET", "/groups/{id}", Permissions.ReadGroups, request =>
            Model.Entity(request, Find(request), relations: relations));
        routes.Map(
            "GET", "/groups/{id}/owners", Permissions.ReadGroups, request => objects.Page(request, objects.Find(Find(request).Owners)));
        objects.Map(routes, "/groups/{id}/members", Permissions.ReadGroups, request => objects.Find(Find(request).Members));
        new MemberReferences(directory).Map(
            routes,
            "/groups/{id}/members",
            Permissions.WriteGroupMembers,
            request => Find(request).Members,
            (request, members) => directory.GroupStore.Set(Find(request) with { Members = members }));
        objects.Map(
            routes, "/groups/{id}/transitiveMembers", Permissions.ReadGroups, request => directory.TransitiveMembers(Find(request)));
    }

    private DirectoryGroup Find(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.GroupStore.Find(id) ?? throw GraphException.NotFound(id.ToString());
    }
}
