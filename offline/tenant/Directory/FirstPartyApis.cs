using System.Text.Json.Nodes;

namespace SimulatedTenant.Directory;

/// <summary>
/// The two Microsoft APIs that a tenant for mail products needs, and what they publish. Ids are the public ones of every tenant, except
/// Exchange.ManageAsAppV2, whose id is not published: here it follows from the tenant, so whoever needs it must look it up by its value.
/// </summary>
internal static class FirstPartyApis
{
    public static readonly Guid Graph = new("00000003-0000-0000-c000-000000000000");
    public static readonly Guid Exchange = new("00000002-0000-0ff1-ce00-000000000000");

    /// <summary>Microsoft's own tenant, which owns both.</summary>
    public static readonly Guid Owner = new("f8cdef31-a31e-4b4a-93e4-5f571e91255a");

    private static readonly (string Value, string Id)[] GraphRoles =
    [
        ("AdministrativeUnit.Read.All", "134fd756-38ce-4afd-ba33-e9623dbe66c2"),
        ("AdministrativeUnit.ReadWrite.All", "5eb59dd3-1da2-4329-8733-9dabdc435916"),
        ("Application.Read.All", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"),
        ("Application.ReadWrite.All", "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"),
        ("Application.ReadWrite.OwnedBy", "18a4783c-866b-4cc7-a460-3d5e5662c884"),
        ("AppRoleAssignment.ReadWrite.All", "06b708a9-e830-4db3-a914-8e69da51d44f"),
        ("DelegatedPermissionGrant.ReadWrite.All", "8e8e4742-1d95-4f68-9d56-6ee75648c72a"),
        ("Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61"),
        ("Directory.ReadWrite.All", "19dbc75e-c2e2-444c-a770-ec69d8559fc7"),
        ("Domain.Read.All", "dbb9058a-0e50-45d7-ae91-66909b5d4664"),
        ("Group.Read.All", "5b567255-7703-4780-807c-7be8301ae99b"),
        ("GroupMember.Read.All", "98830695-27a2-44f7-8c18-0c3ebc9698f6"),
        ("GroupMember.ReadWrite.All", "dbaae8cf-10b5-4b86-a4a1-f871c94c6695"),
        ("Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01"),
        ("Mail.ReadBasic", "6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a"),
        ("Mail.ReadBasic.All", "693c5e45-0940-467d-9b8a-1022fb9d42ef"),
        ("Mail.ReadWrite", "e2a3a72e-5f79-4c64-b1b1-878b674786c9"),
        ("MailboxFolder.Read.All", "99280d24-a782-4793-93cc-0888549957f6"),
        ("MailboxItem.Export.All", "937550e9-33a3-494b-88ae-d9cd394b1fbb"),
        ("MailboxItem.ImportExport.All", "76577085-e73d-4f1d-b26a-85fb33892327"),
        ("MailboxItem.Read.All", "7d9f353d-a7bd-4fbb-822a-26d5dd39a3ce"),
        ("MailboxSettings.Read", "40f97065-369a-49f4-947c-6a255697ae91"),
        ("Organization.Read.All", "498476ce-e0fe-48b0-b801-37ba7e2685c6"),
        ("Policy.Read.All", "246dd0d5-5bd0-4def-940b-0421030a5b68"),
        ("RoleManagement.Read.Directory", "483bed4a-2ad3-4361-a73b-c83ccdbdc53c"),
        ("RoleManagement.ReadWrite.Directory", "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"),
        ("RoleManagement.ReadWrite.Exchange", "025d3225-3f02-4882-b4c0-cd5b541a4e80"),
        ("User.Read.All", "df021288-bdef-4463-88db-98f22de89214"),
        ("User.ReadBasic.All", "97235f07-e226-4f63-ace3-39588e11d3a1"),
    ];

    private static readonly (string Value, string Id)[] GraphScopes =
    [
        ("Directory.Read.All", "06da0dbc-49e2-44d2-8312-53f166ab848a"),
        ("email", "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0"),
        ("Mail.Read", "570282fd-fa5c-430d-a7fd-fc8dc98a9dca"),
        ("offline_access", "7427e0e9-2fba-42fe-b0c0-848c9e6a8182"),
        ("openid", "37f7f235-527c-4136-accd-4a02d197296e"),
        ("profile", "14dad69e-099b-42c9-810b-d002981feec1"),
        ("User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d"),
        ("User.Read.All", "a154be20-db9c-4678-8ab7-66f6cc099a59"),
    ];

    private static readonly (string Value, string Id)[] ExchangeRoles =
    [
        ("Exchange.ManageAsApp", "dc50a0fb-09a3-484d-be87-e023b12c6440"),
        ("full_access_as_app", "dc890d15-9560-4a4c-9b7f-a736ec74ec40"),
        ("IMAP.AccessAsApp", "5e5addcd-3e8d-4e90-baf5-964efab2b20a"),
        ("Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01"),
        ("Mail.ReadWrite", "e2a3a72e-5f79-4c64-b1b1-878b674786c9"),
        ("MailboxSettings.Read", "d45fa9f8-36e5-4cd2-b601-b063c7cf9ac2"),
        ("POP.AccessAsApp", "cb842b43-da6e-4506-86fe-bb12199c656d"),
        ("SMTP.SendAsApp", "7146a1f0-8703-45b3-9eae-527a64c00995"),
        ("User.Read.All", "bf24470f-10c1-436d-8d53-7b997eb473be"),
    ];

    private static readonly (string Value, string Id)[] ExchangeScopes =
    [
        ("EWS.AccessAsUser.All", "3b5f3d61-589b-4a3c-a359-5dd4b5ee5bd5"),
        ("Exchange.Manage", "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c"),
    ];

    public static ServicePrincipal CreateGraph(Guid tenantId, string graphUrl) => Create(
        tenantId,
        Graph,
        "Microsoft Graph",
        [
            Graph.ToString(), "https://graph.microsoft.com", "https://graph.microsoft.us", "https://dod-graph.microsoft.us",
            "https://microsoftgraph.chinacloudapi.cn", graphUrl,
        ],
        GraphRoles,
        GraphScopes);

    public static ServicePrincipal CreateExchange(Guid tenantId) => Create(
        tenantId,
        Exchange,
        "Office 365 Exchange Online",
        [
            Exchange.ToString(), "https://outlook.office365.com", "https://outlook.office.com", "https://outlook.office365.us",
            "https://outlook-dod.office365.us", "https://outlook.office365.cn", "https://partner.outlook.cn",
        ],
        [.. ExchangeRoles, ("Exchange.ManageAsAppV2", StableGuid.From($"{tenantId}/Exchange.ManageAsAppV2").ToString())],
        ExchangeScopes);

    private static ServicePrincipal Create(
        Guid tenantId, Guid appId, string name, string[] names, (string Value, string Id)[] roles, (string Value, string Id)[] scopes)
    {
        JsonObject graph = GraphShapes.ServicePrincipal();
        graph["displayName"] = name;
        graph["appOwnerOrganizationId"] = Owner.ToString();
        graph["signInAudience"] = "AzureADMultipleOrgs";
        graph["servicePrincipalNames"] = new JsonArray([.. names.Select(n => JsonValue.Create(n))]);
        graph["appRoles"] = new JsonArray([.. roles.Select(r => new JsonObject
        {
            ["allowedMemberTypes"] = new JsonArray("Application"),
            ["description"] = r.Value,
            ["displayName"] = r.Value,
            ["id"] = r.Id,
            ["isEnabled"] = true,
            ["origin"] = "Application",
            ["value"] = r.Value,
        })]);
        graph["oauth2PermissionScopes"] = new JsonArray([.. scopes.Select(s => new JsonObject
        {
            ["adminConsentDescription"] = s.Value,
            ["adminConsentDisplayName"] = s.Value,
            ["id"] = s.Id,
            ["isEnabled"] = true,
            ["type"] = s.Value is "Directory.Read.All" or "User.Read.All" ? "Admin" : "User",
            ["userConsentDescription"] = s.Value,
            ["userConsentDisplayName"] = s.Value,
            ["value"] = s.Value,
        })]);
        graph["createdDateTime"] = "2020-01-01T00:00:00Z";
        return new(StableGuid.From($"{tenantId}/servicePrincipals/{appId}"), appId, null, graph);
    }
}
