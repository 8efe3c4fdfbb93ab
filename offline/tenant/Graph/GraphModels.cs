using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>The resources as Graph tells them.</summary>
internal sealed class GraphModels
{
    public GraphModels(TenantDirectory directory)
    {
        User = UserModel();
        Group = GroupModel();
        Application = ApplicationModel(withKeys: false);
        ApplicationWithKeys = ApplicationModel(withKeys: true);
        ServicePrincipal = ServicePrincipalModel(directory);
        AppRoleAssignment = AppRoleAssignmentModel(directory);
        PermissionGrant = PermissionGrantModel();
        DirectoryRoleTemplate = new("directoryRoleTemplate",
        [
            new("id", t => Template(t).Id),
            new("deletedDateTime", _ => null),
            new("description", t => Template(t).Description),
            new("displayName", t => Template(t).DisplayName),
        ]);
        DirectoryRole = new("directoryRole",
        [
            new("id", r => ((DirectoryRole)r).Id),
            new("deletedDateTime", _ => null),
            new("description", r => RoleTemplates.Find(((DirectoryRole)r).TemplateId)?.Description),
            new("displayName", r => RoleTemplates.Find(((DirectoryRole)r).TemplateId)?.DisplayName, FilterUse.Plain),
            new("roleTemplateId", r => ((DirectoryRole)r).TemplateId, FilterUse.Plain),
        ]);
        RoleDefinition = new("unifiedRoleDefinition",
        [
            new("id", t => Template(t).Id, FilterUse.Plain),
            new("description", t => Template(t).Description),
            new("displayName", t => Template(t).DisplayName, FilterUse.Plain),
            new("isBuiltIn", _ => true, FilterUse.Plain),
            new("isEnabled", _ => true),
            new("templateId", t => Template(t).Id, FilterUse.Plain),
        ]);
        RoleAssignment = new("unifiedRoleAssignment",
        [
            new("id", a => ((RoleAssignment)a).Id),
            new("principalId", a => ((RoleAssignment)a).PrincipalId, FilterUse.Plain),
            new("directoryScopeId", a => ((RoleAssignment)a).DirectoryScopeId, FilterUse.Plain),
            new("appScopeId", a => ((RoleAssignment)a).AppScopeId),
            new("roleDefinitionId", a => ((RoleAssignment)a).RoleDefinitionId, FilterUse.Plain),
        ]);
        AdministrativeUnit = new("administrativeUnit",
        [
            new("id", u => ((AdministrativeUnit)u).Id),
            new("deletedDateTime", _ => null),
            new("displayName", u => ((AdministrativeUnit)u).DisplayName, FilterUse.Plain),
            new("description", _ => null),
            new("visibility", _ => null),
        ]);
    }

    public EntityModel User { get; }

    public EntityModel Group { get; }

    public EntityModel Application { get; }

    /// <summary>An application whose certificates are told with their bytes, as Graph does only where <c>$select</c> asks for them on a single application.</summary>
    public EntityModel ApplicationWithKeys { get; }

    public EntityModel ServicePrincipal { get; }

    public EntityModel AppRoleAssignment { get; }

    public EntityModel PermissionGrant { get; }

    public EntityModel DirectoryRoleTemplate { get; }

    public EntityModel DirectoryRole { get; }

    public EntityModel RoleDefinition { get; }

    public EntityModel RoleAssignment { get; }

    public EntityModel AdministrativeUnit { get; }

    /// <summary>The model of a member or owner.</summary>
    public EntityModel Of(object directoryObject) => directoryObject switch
    {
        DirectoryUser => User,
        DirectoryGroup => Group,
        _ => ServicePrincipal,
    };

    private static (Guid Id, string DisplayName, string Description) Template(object boxed) => ((Guid, string, string))boxed;

    private static EntityModel UserModel()
    {
        static EntityProperty P(string name, Func<DirectoryUser, object?> value, FilterUse filter = FilterUse.None, bool onDemand = true) =>
            new(name, e => value((DirectoryUser)e), filter, onDemand);
        return new("user",
        [
            P("businessPhones", _ => Array.Empty<string>(), onDemand: false),
            P("displayName", u => u.DisplayName, FilterUse.Plain, onDemand: false),
            P("givenName", u => u.GivenName, FilterUse.Plain, onDemand: false),
            P("jobTitle", u => u.JobTitle, FilterUse.Plain, onDemand: false),
            P("mail", u => u.Mail, FilterUse.Plain, onDemand: false),
            P("mobilePhone", _ => null, onDemand: false),
            P("officeLocation", _ => null, onDemand: false),
            P("preferredLanguage", _ => null, onDemand: false),
            P("surname", u => u.Surname, FilterUse.Plain, onDemand: false),
            P("userPrincipalName", u => u.UserPrincipalName, FilterUse.Plain, onDemand: false),
            P("id", u => u.Id, FilterUse.Plain, onDemand: false),
            P("accountEnabled", u => u.AccountEnabled, FilterUse.Plain),
            P("assignedLicenses", u => u.Licence is { } l
                ? new JsonArray(new JsonObject { ["disabledPlans"] = new JsonArray(), ["skuId"] = l.SkuId.ToString() })
                : new JsonArray()),
            P("assignedPlans", u => u.AssignedPlans, FilterUse.Advanced),
            P("companyName", _ => null),
            P("createdDateTime", u => u.CreatedDateTime, FilterUse.Plain),
            P("department", _ => null),
            P("employeeId", u => u.EmployeeId, FilterUse.Plain),
            P("mailNickname", u => u.MailNickname, FilterUse.Plain),
            P("onPremisesImmutableId", u => u.OnPremisesSyncEnabled is true ? Convert.ToBase64String(u.Id.ToByteArray()) : null, FilterUse.Plain),
            P("onPremisesSamAccountName", u => u.OnPremisesSyncEnabled is true ? u.MailNickname : null),
            P("onPremisesSyncEnabled", u => u.OnPremisesSyncEnabled, FilterUse.Plain),
            P("onPremisesUserPrincipalName", u => u.OnPremisesSyncEnabled is true ? u.UserPrincipalName : null),
            P("proxyAddresses", u => u.ProxyAddresses, FilterUse.Plain),
            P("usageLocation", u => u.UsageLocation, FilterUse.Plain),
            P("userType", u => u.UserType, FilterUse.Plain),
        ]);
    }

    private static EntityModel GroupModel()
    {
        static EntityProperty P(string name, Func<DirectoryGroup, object?> value, FilterUse filter = FilterUse.None) => new(name, e => value((DirectoryGroup)e), filter);
        return new("group",
        [
            P("id", g => g.Id, FilterUse.Plain),
            P("deletedDateTime", _ => null),
            P("displayName", g => g.DisplayName, FilterUse.Plain),
            P("description", g => g.Description),
            P("mail", g => g.Mail, FilterUse.Plain),
            P("mailEnabled", g => g.MailEnabled, FilterUse.Plain),
            P("mailNickname", g => g.MailNickname, FilterUse.Plain),
            P("securityEnabled", g => g.SecurityEnabled, FilterUse.Plain),
            P("groupTypes", g => g.GroupTypes, FilterUse.Plain),
            P("isAssignableToRole", _ => null),
            P("membershipRule", _ => null),
            P("membershipRuleProcessingState", _ => null),
            P("onPremisesDomainName", _ => null),
            P("onPremisesNetBiosName", _ => null),
            P("onPremisesSamAccountName", _ => null),
            P("onPremisesSecurityIdentifier", _ => null),
            P("onPremisesSyncEnabled", _ => null),
            P("preferredLanguage", _ => null),
            P("proxyAddresses", g => g.Mail is { } mail ? [$"SMTP:{mail}"] : Array.Empty<string>()),
            P("resourceBehaviorOptions", _ => Array.Empty<string>()),
            P("resourceProvisioningOptions", _ => Array.Empty<string>()),
            P("theme", _ => null),
            P("visibility", g => g.GroupTypes.Count > 0 ? "Private" : null),
            P("writebackConfiguration", _ => new JsonObject { ["isEnabled"] = null, ["onPremisesGroupType"] = null }),
            new("allowExternalSenders", _ => false, OnDemand: true),
            new("autoSubscribeNewMembers", _ => false, OnDemand: true),
            new("hideFromAddressLists", _ => false, OnDemand: true),
            new("hideFromOutlookClients", _ => false, OnDemand: true),
        ]);
    }

    private static EntityModel ApplicationModel(bool withKeys)
    {
        List<EntityProperty> properties =
        [
            new("id", a => ((Application)a).Id, FilterUse.Plain),
            new("appId", a => ((Application)a).AppId, FilterUse.Plain),
        ];
        foreach (string name in GraphShapes.Application().Select(p => p.Key))
        {
            FilterUse filter = name is "displayName" or "applicationTemplateId" or "signInAudience" or "identifierUris" or "tags" ? FilterUse.Plain : FilterUse.None;
            properties.Add(new(name, a => ((Application)a).Graph[name], filter, OnDemand: name == "oauth2RequirePostResponse"));
        }
        properties.Add(new("keyCredentials", a => new JsonArray([.. ((Application)a).KeyCredentials.Select(k => ToJson(k, withKeys))])));
        properties.Add(new("passwordCredentials", a => new JsonArray([.. ((Application)a).PasswordCredentials.Select(p => ToJson(p))])));
        return new("application", properties);
    }

    private static JsonObject ToJson(KeyCredential key, bool withKey) => new()
    {
        ["customKeyIdentifier"] = key.Thumbprint,
        ["displayName"] = key.DisplayName,
        ["endDateTime"] = key.EndDateTime,
        ["key"] = withKey ? Convert.ToBase64String(key.Certificate.RawData) : null,
        ["keyId"] = key.KeyId.ToString(),
        ["startDateTime"] = key.StartDateTime,
        ["type"] = key.Type,
        ["usage"] = key.Usage,
    };

    internal static JsonObject ToJson(PasswordCredential password, bool withSecret = false) => new()
    {
        ["customKeyIdentifier"] = null,
        ["displayName"] = password.DisplayName,
        ["endDateTime"] = EntityModel.Instant(password.EndDateTime),
        ["hint"] = password.Secret[..3],
        ["keyId"] = password.KeyId.ToString(),
        ["secretText"] = withSecret ? password.Secret : null,
        ["startDateTime"] = EntityModel.Instant(password.StartDateTime),
    };

    private static EntityModel ServicePrincipalModel(TenantDirectory directory)
    {
        static ServicePrincipal S(object e) => (ServicePrincipal)e;
        List<EntityProperty> properties =
        [
            new("id", s => S(s).Id, FilterUse.Plain),
            new("appId", s => S(s).AppId, FilterUse.Plain),
            new("appDisplayName", s => S(s).DisplayName),
        ];
        foreach (string name in GraphShapes.ServicePrincipal().Select(p => p.Key))
        {
            Func<object, object?> value = name switch
            {
                "displayName" => s => S(s).DisplayName,
                "appDescription" => s => S(s).Application?.Graph["description"],
                "appOwnerOrganizationId" => s => S(s).Application is null ? S(s).Graph[name] : directory.TenantId,
                "appRoles" => s => S(s).AppRoles,
                "oauth2PermissionScopes" => s => S(s).Scopes,
                "homepage" => s => S(s).Application?.Graph["web"]?["homePageUrl"],
                "info" => s => S(s).Application?.Graph["info"] ?? S(s).Graph[name],
                "logoutUrl" => s => S(s).Application?.Graph["web"]?["logoutUrl"],
                "replyUrls" => s => S(s).Application is { } a ? ReplyUrls(a) : S(s).Graph[name],
                "servicePrincipalNames" => s => S(s).Names,
                "signInAudience" => s => S(s).Application?.Graph[name] ?? S(s).Graph[name],
                _ => s => S(s).Graph[name],
            };
            FilterUse filter = name is "displayName" or "accountEnabled" or "servicePrincipalNames" or "servicePrincipalType" or "tags" or "appOwnerOrganizationId"
                ? FilterUse.Plain
                : FilterUse.None;
            properties.Add(new(name, value, filter, OnDemand: name == "samlMetadataUrl"));
        }
        return new("servicePrincipal", properties);
    }

    private static List<object?> ReplyUrls(Application application) =>
    [
        .. ApplicationRules.RedirectKinds
            .SelectMany(kind => application.Graph[kind]?["redirectUris"] as JsonArray ?? [])
            .Select(uri => (object?)(string?)uri),
    ];

    private static EntityModel AppRoleAssignmentModel(TenantDirectory directory)
    {
        static AppRoleAssignment A(object e) => (AppRoleAssignment)e;
        string? Name(Guid id) => directory.FindObject(id) switch
        {
            ServicePrincipal s => s.DisplayName,
            DirectoryUser u => u.DisplayName,
            DirectoryGroup g => g.DisplayName,
            _ => null,
        };
        return new("appRoleAssignment",
        [
            new("id", a => A(a).Id),
            new("deletedDateTime", _ => null),
            new("appRoleId", a => A(a).AppRoleId),
            new("createdDateTime", a => A(a).CreatedDateTime),
            new("principalDisplayName", a => Name(A(a).PrincipalId)),
            new("principalId", a => A(a).PrincipalId, FilterUse.Plain),
            new("principalType", a => directory.FindObject(A(a).PrincipalId) switch
            {
                DirectoryUser => "User",
                DirectoryGroup => "Group",
                _ => "ServicePrincipal",
            }),
            new("resourceDisplayName", a => Name(A(a).ResourceId)),
            new("resourceId", a => A(a).ResourceId, FilterUse.Plain),
        ]);
    }

    private static EntityModel PermissionGrantModel()
    {
        static PermissionGrant G(object e) => (PermissionGrant)e;
        return new("oAuth2PermissionGrant",
        [
            new("clientId", g => G(g).ClientId, FilterUse.Plain),
            new("consentType", g => G(g).ConsentType, FilterUse.Plain),
            new("id", g => G(g).Id),
            new("principalId", g => G(g).PrincipalId, FilterUse.Plain),
            new("resourceId", g => G(g).ResourceId, FilterUse.Plain),
            new("scope", g => G(g).Scope, FilterUse.Plain),
        ]);
    }
}
