using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/users</c>, and those that were deleted.</summary>
internal sealed class UserEndpoints(TenantDirectory directory, DirectoryObjects objects) : IGraphEndpoints
{
    private static readonly EntityModel<AssignedPlan> Plan = new("assignedPlan", "assignedPlans")
    {
        { "assignedDateTime", EdmType.DateTimeOffset, p => p.AssignedDateTime },
        { "capabilityStatus", p => p.CapabilityStatus },
        { "service", p => p.Service },
        { "servicePlanId", p => p.ServicePlanId },
    };

    private static readonly EntityModel<Licence> Assigned = new("assignedLicense", "assignedLicenses")
    {
        { "disabledPlans", _ => Array.Empty<string>() },
        { "skuId", l => l.SkuId },
    };

    public static EntityModel<DirectoryUser> Model { get; } = new("user", "users", ["displayName", "userPrincipalName"])
    {
        { "businessPhones", _ => Array.Empty<string>() },
        { "displayName", u => u.DisplayName, FilterUse.Plain },
        { "givenName", u => u.GivenName, FilterUse.Plain },
        { "jobTitle", u => u.JobTitle, FilterUse.Plain },
        { "mail", u => u.Mail, FilterUse.Plain },
        { "mobilePhone", _ => null },
        { "officeLocation", _ => null },
        { "preferredLanguage", _ => null },
        { "surname", u => u.Surname, FilterUse.Plain },
        { "userPrincipalName", u => u.UserPrincipalName, FilterUse.Plain },
        { "id", u => u.Id, FilterUse.Plain },
        { "accountEnabled", EdmType.Boolean, u => u.AccountEnabled, FilterUse.Plain, true },
        { "assignedLicenses", u => u.Licence is { } licence ? [licence] : Array.Empty<Licence>(), FilterUse.Plain, true, Assigned },
        { "assignedPlans", u => u.AssignedPlans, FilterUse.Advanced, true, Plan },
        { "companyName", _ => null, FilterUse.None, true },
        { "createdDateTime", EdmType.DateTimeOffset, u => u.CreatedDateTime, FilterUse.Plain, true },
        { "department", u => u.Department, FilterUse.Plain, true },
        { "employeeId", u => u.EmployeeId, FilterUse.Plain, true },
        { "mailNickname", u => u.MailNickname, FilterUse.Plain, true },
        { "onPremisesImmutableId", u => OnPremises(u, Convert.ToBase64String(u.Id.ToByteArray())), FilterUse.Plain, true },
        { "onPremisesSamAccountName", u => OnPremises(u, u.MailNickname), FilterUse.None, true },
        { "onPremisesSyncEnabled", EdmType.Boolean, u => u.OnPremisesSyncEnabled, FilterUse.Plain, true },
        { "onPremisesUserPrincipalName", u => OnPremises(u, u.UserPrincipalName), FilterUse.None, true },
        { "proxyAddresses", u => u.ProxyAddresses, FilterUse.Plain, true },
        { "securityIdentifier", u => SecurityIdentifier.Of(u.Id), FilterUse.Plain, true },
        { "usageLocation", u => u.UsageLocation, FilterUse.Plain, true },
        { "userType", u => u.UserType, FilterUse.Plain, true },
        { "ageGroup", _ => null, FilterUse.None, true },
        { "city", _ => null, FilterUse.None, true },
        { "consentProvidedForMinor", _ => null, FilterUse.None, true },
        { "country", _ => null, FilterUse.None, true },
        { "creationType", u => u.UserType == "Guest" ? "Invitation" : null, FilterUse.None, true },
        { "employeeHireDate", _ => null, FilterUse.None, true },
        { "employeeOrgData", _ => null, FilterUse.None, true },
        { "employeeType", _ => null, FilterUse.None, true },
        { "externalUserState", u => u.UserType == "Guest" ? "Accepted" : null, FilterUse.None, true },
        { "faxNumber", _ => null, FilterUse.None, true },
        { "onPremisesDistinguishedName", _ => null, FilterUse.None, true },
        { "onPremisesDomainName", _ => null, FilterUse.None, true },
        { "onPremisesSecurityIdentifier", _ => null, FilterUse.None, true },
        { "postalCode", _ => null, FilterUse.None, true },
        { "showInAddressList", _ => null, FilterUse.None, true },
        { "state", _ => null, FilterUse.None, true },
        { "streetAddress", _ => null, FilterUse.None, true },
        { "imAddresses", _ => Array.Empty<string>(), FilterUse.None, true },
        { "otherMails", u => u.OtherMails, FilterUse.None, true },
    };

    private static readonly EntityModel<DeletedUser> Deleted = new("user", "users")
    {
        { "id", d => d.Id },
        { "displayName", d => d.User.DisplayName },
        { "givenName", d => d.User.GivenName },
        { "mail", d => d.User.Mail },
        { "surname", d => d.User.Surname },
        { "userPrincipalName", d => d.UserPrincipalName },
        { "accountEnabled", EdmType.Boolean, d => d.User.AccountEnabled, FilterUse.None, true },
        { "deletedDateTime", EdmType.DateTimeOffset, d => d.DeletedDateTime, FilterUse.None, true },
        { "proxyAddresses", d => d.User.ProxyAddresses, FilterUse.None, true },
        { "userType", d => d.User.UserType, FilterUse.None, true },
    };

    /// <summary>
    /// The basic profile, which is what <c>User.ReadBasic.All</c> reads: Microsoft Graph permissions reference.
    /// </summary>
    public static IReadOnlySet<string> BasicProfile { get; } =
        new HashSet<string> { "displayName", "givenName", "id", "mail", "surname", "userPrincipalName" };

    private static readonly EntityModel<DirectoryUser> Basic = Model.Reduced(BasicProfile, refuse: true);

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/users", Permissions.ReadUsers, request =>
            ModelFor(request.Caller).Page(request, directory.UserStore, relations: Relations()));
        routes.Map("GET", "/users/{id}", Permissions.ReadUsers, request =>
            ModelFor(request.Caller).Entity(request, Find(request), relations: Relations()));
        foreach (string type in new[] { "microsoft.graph.user", "graph.user" })
        {
            routes.Map("GET", $"/directory/deletedItems/{type}", Permissions.ReadWholeUsers, request =>
                Deleted.Page(request, directory.Store<Guid, DeletedUser>()));
        }
        routes.Map("GET", "/users/{id}/memberOf", Permissions.ReadGroups, request =>
        {
            Guid id = Find(request).Id;
            return objects.Page(request, directory.GroupStore.Visible.Where(group => group.Members.Contains(id)));
        });
    }

    /// <summary>The groups are gone through once for a request, however many users it tells.</summary>
    private IReadOnlyList<Relation> Relations()
    {
        Lazy<ILookup<Guid, DirectoryGroup>> groups = new(() => directory.GroupStore.Visible
            .SelectMany(group => group.Members, (group, member) => (Group: group, Member: member))
            .ToLookup(pair => pair.Member, pair => pair.Group));
        return [objects.Relation<DirectoryUser>("memberOf", user => groups.Value[user.Id])];
    }

    private static EntityModel<DirectoryUser> ModelFor(Caller caller) => caller.HasAny(Permissions.ReadWholeUsers) ? Model : Basic;

    private static string? OnPremises(DirectoryUser user, string? value) => user.OnPremisesSyncEnabled is true ? value : null;

    private DirectoryUser Find(TenantRequest request) =>
        directory.FindUserByKey(request.Route["id"]) ?? throw GraphException.NotFound(request.Route["id"]);
}
