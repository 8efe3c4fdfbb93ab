using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Portal;

/// <summary>App registrations and enterprise applications.</summary>
internal sealed class PortalApplications(TenantDirectory directory)
{
    private readonly PortalPermissions _permissions = new(directory);

    public JsonObject List(PortalQuery query) => query.Page(
        directory.ApplicationStore.Visible.Where(a => query.Wants(a.DisplayName, a.AppId.ToString(), a.Id.ToString())).Reverse(),
        application => new()
        {
            ["id"] = application.Id.ToString(),
            ["name"] = application.DisplayName,
            ["appId"] = application.AppId.ToString(),
            ["created"] = Text(application.Graph["createdDateTime"]),
            ["credentials"] = PortalCredentials.Best(application, directory.Now),
        });

    /// <returns>Null when there is none of this id.</returns>
    public JsonObject? Find(Guid id)
    {
        if (directory.ApplicationStore.Find(id) is not { } application)
            return null;
        JsonObject graph = application.Graph;
        (JsonArray configured, JsonArray others) = _permissions.Of(application);
        return new()
        {
            ["id"] = application.Id.ToString(),
            ["name"] = application.DisplayName,
            ["appId"] = application.AppId.ToString(),
            ["tenantId"] = directory.TenantId.ToString(),
            ["principalId"] = directory.FindServicePrincipalOf(application.AppId)?.Id.ToString(),
            ["created"] = Text(graph["createdDateTime"]),
            ["audience"] = Text(graph["signInAudience"]),
            ["description"] = Text(graph["description"]),
            ["notes"] = Text(graph["notes"]),
            ["identifierUris"] = Texts(graph["identifierUris"]),
            ["tags"] = Texts(graph["tags"]),
            ["owners"] = Names(application.Owners),
            ["certificates"] = PortalCredentials.Certificates(application, directory.Now),
            ["secrets"] = PortalCredentials.Secrets(application, directory.Now),
            ["web"] = Texts(graph["web"]?["redirectUris"]),
            ["spa"] = Texts(graph["spa"]?["redirectUris"]),
            ["publicClient"] = Texts(graph["publicClient"]?["redirectUris"]),
            ["homePage"] = Text(graph["web"]?["homePageUrl"]),
            ["logout"] = Text(graph["web"]?["logoutUrl"]),
            ["idTokens"] = graph["web"]?["implicitGrantSettings"]?["enableIdTokenIssuance"]?.DeepClone(),
            ["accessTokens"] = graph["web"]?["implicitGrantSettings"]?["enableAccessTokenIssuance"]?.DeepClone(),
            ["permissions"] = configured,
            ["otherPermissions"] = others,
        };
    }

    public JsonObject ListPrincipals(PortalQuery query) => query.Page(
        directory.ServicePrincipalStore.Visible.Where(p => query.Wants(p.DisplayName, p.AppId.ToString(), p.Id.ToString())).Reverse(),
        principal => new()
        {
            ["id"] = principal.Id.ToString(),
            ["name"] = principal.DisplayName,
            ["appId"] = principal.AppId.ToString(),
            ["enabled"] = principal.AccountEnabled,
            ["publisher"] = principal.Application is null ? "Microsoft" : directory.DisplayName,
        });

    /// <returns>Null when there is none of this id.</returns>
    public JsonObject? FindPrincipal(Guid id)
    {
        if (directory.ServicePrincipalStore.Find(id) is not { } principal)
            return null;
        return new()
        {
            ["id"] = principal.Id.ToString(),
            ["name"] = principal.DisplayName,
            ["appId"] = principal.AppId.ToString(),
            ["applicationId"] = principal.Application?.Id.ToString(),
            ["publisher"] = principal.Application is null ? "Microsoft" : directory.DisplayName,
            ["enabled"] = principal.AccountEnabled,
            ["assignmentRequired"] = principal.Graph["appRoleAssignmentRequired"]?.DeepClone(),
            ["blockedBy"] = new JsonArray(
            [
                .. directory.Store<Guid, ConditionalAccessPolicy>().Visible.Where(policy => policy.Blocks(principal))
                    .Select(policy => (JsonNode)policy.DisplayName),
            ]),
            ["tags"] = Texts(principal.Graph["tags"]),
            ["notes"] = Text(principal.Graph["notes"]),
            ["owners"] = Names(principal.Owners),
            ["permissions"] = _permissions.Of(principal),
            ["directoryRoles"] = DirectoryRoles(principal),
            ["exchange"] = Exchange(principal),
        };
    }

    private JsonArray DirectoryRoles(ServicePrincipal principal) =>
    [
        .. directory.RoleAssignmentStore.Visible.Where(a => a.PrincipalId == principal.Id).Select(assignment =>
        {
            Guid template = directory.DirectoryRoleStore.FindAny(assignment.RoleDefinitionId)?.TemplateId ?? assignment.RoleDefinitionId;
            string name = RoleTemplates.Find(template)?.DisplayName ?? template.ToString();
            return (JsonNode)(assignment.DirectoryScopeId is null or "/" ? name : $"{name} ({assignment.DirectoryScopeId})");
        }),
    ];

    /// <summary>What Exchange knows of a principal, which no Entra object holds.</summary>
    private JsonObject Exchange(ServicePrincipal principal) => new()
    {
        ["registered"] = directory.Exchange.KnowsServicePrincipal(principal.AppId, principal.Id),
        ["ews"] = directory.Exchange.EwsBlock(principal.AppId) ?? "open",
        ["roles"] = new JsonArray(
        [
            .. directory.Exchange.ManagementRoleAssignments.Where(a => a.AppId == principal.AppId)
                .Select(a => (JsonNode)$"{a.Role}: {Scope(a)}"),
        ]),
        ["mailboxes"] = Names(directory.Exchange.MailboxPermissions.Where(p => p.ServicePrincipalObjectId == principal.Id)
            .Select(p => p.UserId)),
    };

    private string Scope(ManagementRoleAssignment assignment)
    {
        if (assignment.RecipientAdministrativeUnitScope is { } unit)
            return $"administrative unit {directory.AdministrativeUnitStore.FindAny(unit)?.DisplayName ?? unit.ToString()}";
        return assignment.CustomResourceScope is { } scope ? $"management scope {scope}" : "all mailboxes";
    }

    private JsonArray Names(IEnumerable<Guid> ids) =>
        [.. ids.Take(PortalQuery.PageSize).Select(id => (JsonNode)PortalPeople.Name(directory, id))];

    private static JsonNode? Text(JsonNode? value) => value?.ToString();

    private static JsonArray Texts(JsonNode? values) =>
        [.. (values as JsonArray ?? []).Select(value => (JsonNode?)value?.ToString())];
}
