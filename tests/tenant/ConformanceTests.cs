using System.Reflection;
using System.Text;
using SimulatedTenant.Directory;
using SimulatedTenant.Graph;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using SimulatedTenant.Tokens;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>
/// Makes docs/conformance.md from the tenant's routes and from what the tests say that they hold. What is left out is written down here.
/// </summary>
public sealed class ConformanceTests
{
    private const string Graph = "https://learn.microsoft.com/graph/api/";
    private const string Concepts = "https://learn.microsoft.com/graph/";
    private const string Entra = "https://learn.microsoft.com/entra/identity-platform/";

    private const string Ews = "https://learn.microsoft.com/exchange/client-developer/";

    private static readonly ConformanceSection[] Sections =
    [
        new(
            "/applications",
            ["/applications"],
            [
                ("application", Graph + "resources/application"),
                ("validation by account types", Entra + "supported-accounts-validation"),
                ("redirect URIs", Entra + "reply-url"),
                ("identifier URIs", Entra + "identifier-uri-restrictions"),
                ("federatedIdentityCredential", Graph + "resources/federatedidentitycredential"),
            ],
            [
                "Templates, extension properties, `addKey` and `removeKey`, token policies, verified publishers, synchronization and delta.",
                "Every issuer of federated tokens has the same key: none is read from the network. A logo is not kept.",
                "Identifier URIs are unique among the applications of this tenant; deleted applications do not count, and neither do other tenants.",
                "The longest display name is 256 characters, as Graph's reference has it; Entra's table of limits says 120 and, for personal accounts, 90.",
                "Documentation is silent on the code of the refusal by the identifier URI policy, on the keys that may be registered, and on a redirect URI that two platforms share: the tenant answers `Request_BadRequest`, takes every RSA and elliptic curve key until it signs in, and refuses the shared URI as a duplicate.",
                "An RSA key below 2,048 bits is refused at sign-in with the documented `AADSTS50032` (WeakRsaKey); there are reports of `AADSTS700027` with the same words.",
                "The last owner may be removed: documentation recommends two owners and refuses nothing.",
                "\"Add owner\" needs no `Directory.Read.All` here, although Graph's reference names it: the azuread provider's documentation does not.",
            ]),
        new(
            "/servicePrincipals",
            ["/servicePrincipals"],
            [
                ("servicePrincipal", Graph + "resources/serviceprincipal"),
                ("appRoleAssignment", Graph + "resources/approleassignment"),
            ],
            [
                "What a service principal has from its application (names, roles, scopes, addresses) is read from there at every moment and cannot be set on it. Entra copies, now and then.",
                "Single sign-on settings are stored and not judged; `addTokenSigningCertificate`, claims policies and delegated classifications are missing.",
                "Restoring a deleted application does not bring its service principal back.",
            ]),
        new(
            "/oauth2PermissionGrants",
            ["/oauth2PermissionGrants"],
            [("oAuth2PermissionGrant", Graph + "resources/oauth2permissiongrant")],
            ["Nobody signs in as a user, so a grant to one user is stored and has no effect."]),
        new(
            "/directoryRoles",
            ["/directoryRoles", "/directoryRoleTemplates", "/roleManagement"],
            [
                ("directoryRole", Graph + "resources/directoryrole"),
                ("unifiedRoleAssignment", Graph + "resources/unifiedroleassignment"),
            ],
            ["Custom roles, eligible assignments and schedules. Role definitions are the templates."]),
        new(
            "/users",
            ["/users"],
            [
                ("user", Graph + "resources/user"),
                ("User.ReadBasic.All", Concepts + "permissions-reference#userreadbasicall"),
            ],
            [
                "Users cannot be written: tests set them in the tenant's library.",
                "The permissions reference has `User.ReadBasic.All` as an application permission that reads the basic profile; the page of \"list users\" does not name it for applications, and there are reports of 403. The tenant follows the reference.",
                "Of a user's relationships there is `memberOf` alone, and mail folders.",
            ]),
        new(
            "/groups",
            ["/groups"],
            [
                ("group", Graph + "resources/group"),
                ("members that the caller may not read", Concepts + "permissions-overview#limited-information-returned-for-inaccessible-member-objects"),
            ],
            ["Of a group only its members can be written: tests set the rest in the tenant's library. Dynamic membership and devices are missing."]),
        new(
            "/directory",
            ["/directory/", "/directoryObjects"],
            [
                ("directoryObject", Graph + "resources/directoryobject"),
                ("administrativeUnit", Graph + "resources/administrativeunit"),
                ("deleted items", Graph + "resources/directory"),
            ],
            ["Of an administrative unit only its members can be written. Of deleted items there are applications and users, and they stay for ever: Entra keeps them for 30 days. Users are deleted in the tenant's library and cannot be restored."]),
        new(
            "/organization",
            ["/organization", "/domains", "/subscribedSkus"],
            [
                ("organization", Graph + "resources/organization"),
                ("domain", Graph + "resources/domain"),
                ("subscribedSku", Graph + "resources/subscribedsku"),
            ],
            ["Read only. Every domain is managed; those that nobody verified are an option of the tenant's library."]),
        new(
            "/policies",
            ["/policies"],
            [("tenantAppManagementPolicy", Graph + "resources/tenantappmanagementpolicy")],
            ["The default policy for applications, read only. Restrictions of passwords, and policies for single applications, are missing."]),
        new(
            "Conditional access",
            ["/identity/conditionalAccess"],
            [
                ("workload identities", "https://learn.microsoft.com/entra/identity/conditional-access/workload-identity"),
                ("error codes", Entra + "reference-error-codes"),
                ("conditionalAccessPolicy", Graph + "resources/conditionalaccesspolicy"),
            ],
            [
                "Read only: tests set policies in the tenant's library. Conditions are the service principals alone; places, risk, policies for people and security defaults are missing.",
                "A policy acts on the next token. Continuous access evaluation, which takes tokens back, is missing.",
                "Documentation is silent on whether the refusal of an application names the policy. The tenant names it in `claims` (`capolids`), as refusals of people do.",
                "Documentation has no text for AADSTS501051; the tenant's is the one that users report.",
            ]),
        new(
            "Clients",
            [],
            [("protocols", Concepts + "auth-v2-service")],
            ["Sign-in of people: the tenant has no passwords. Libraries must be told to skip the discovery of instances, which asks Microsoft."]),
        new(
            "Queries",
            ["/$batch"],
            [
                ("query parameters", Concepts + "query-parameters"),
                ("advanced queries", Concepts + "aad-advanced-queries"),
                ("search", Concepts + "search-query-parameter"), ("batches", Concepts + "json-batching"),
            ],
            [
                "`$skip`, `$count` as a segment, delta queries, `dependsOn` in a batch: refused, never ignored.",
                "`$orderby` takes display and user principal name, as the reference of each resource says. Documentation is silent on the "
                    + "comparison (here without regard to case), and on several properties at once, which are refused.",
                "`$search` takes words of display name and description, and the beginning of every other text that can be filtered. That a word "
                    + "may be sought by its beginning is what the reference's example of \"list users\" shows; of symbols that are sought, "
                    + "only what they separate counts. Documentation is silent on the words of a refusal, except of a missing header.",
                "`$expand` shows `memberOf` of users, `members` and `owners` of groups, `owners` of applications and service principals, and "
                    + "both sides of role assignments; `manager` and all else are missing. Query options inside it are refused, as known issues say.",
                "Which of the properties can be filtered is Graph's list as far as the tenant has them; ids may be quoted or not.",
            ]),
        new(
            "EWS",
            [],
            [
                ("FindFolder", Ews + "web-service-reference/findfolder-operation"),
                ("FindItem", Ews + "web-service-reference/finditem-operation"),
                ("ExchangeImpersonation", Ews + "web-service-reference/exchangeimpersonation"),
            ],
            [
                "`GetItem`, attachments, notifications, synchronization, autodiscovery and everything that writes.",
                "The codes are those of Microsoft's `ResponseCodeType`. Documentation is silent on which of them answers which request, and on the texts: `ErrorNonExistentMailbox` for a mailbox that is not there, `ErrorImpersonateUserDenied` without the right, `ErrorAccessDenied` under an access policy and `ErrorItemNotFound` before provisioning are what clients report.",
                "Restrictions, query strings, grouping, views from the end, and sorting by anything but the time of receipt: refused, never ignored.",
                "A user's security identifier is the one that Entra makes from the object id.",
                "An address of the mailbox that is not its primary one is taken as `PrimarySmtpAddress`.",
            ]),
        new(
            "IMAP",
            [],
            [("IMAP with OAuth", "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth")],
            ["Documentation is silent on what throttling and trouble look like: the lines are those that clients of Exchange Online report.",
                "Everything that writes: messages, flags and folders stay as they are. POP and SMTP are missing."]),
    ];

    [Fact]
    public void The_conformance_list_is_made_from_the_tests() => Golden.Matches(Write(), "../docs/conformance.md");

    [Fact]
    public void Every_route_and_every_statement_has_its_section_and_every_section_a_test()
    {
        Assert.Empty(Routes().Where(route => SectionOf(route) is null).Select(route => route.Template));
        Assert.Empty(Statements().Select(statement => statement.Conforms.Section).Except(Sections.Select(section => section.Title)));
        Assert.Empty(Sections.Select(section => section.Title).Except(Statements().Select(statement => statement.Conforms.Section)));
    }

    private static string Write()
    {
        StringBuilder text = new("""
            # What the simulated tenant does, and does not

            This list is made by `tests/tenant/ConformanceTests.cs`. The requests are those of the running tenant, under `/v1.0` and `/beta`, with the application permissions of
            which a token must carry one, the least first. Each statement is held by the test that it names. What is left out is left out on purpose: a path that is not listed is
            refused as Graph refuses a path that it does not know. Sign-in and Exchange's cmdlets are described in [the tenant's README](../offline/tenant/README.md).

            """.ReplaceLineEndings("\n"));
        foreach (ConformanceSection section in Sections)
        {
            text.Append("\n## ").Append(section.Title).Append("\n\nAfter ")
                .AppendJoin(", ", section.Sources.Select(source => $"[{source.Title}]({source.Address})")).Append(".\n\n");
            GraphRoute[] routes = [.. Routes().Where(route => SectionOf(route) == section)];
            if (routes.Length > 0)
                text.Append("| request | permission |\n|---|---|\n");
            foreach (GraphRoute route in routes)
                text.Append("| `").Append(route.Method).Append(' ').Append(route.Template).Append("` | ").Append(Permissions(route)).Append(" |\n");
            WriteStatements(text, section, "Simulated", refuses: false);
            WriteStatements(text, section, "Refused", refuses: true);
            text.Append("\n**Left out, or decided without documentation**\n\n");
            foreach (string left in section.LeftOut)
                text.Append("* ").Append(left).Append('\n');
        }
        return text.ToString();
    }

    private static void WriteStatements(StringBuilder text, ConformanceSection section, string heading, bool refuses)
    {
        (ConformsAttribute Conforms, string Test)[] statements =
            [.. Statements().Where(statement => statement.Conforms.Section == section.Title && statement.Conforms.Refuses == refuses)];
        if (statements.Length == 0)
            return;
        text.Append("\n**").Append(heading).Append("**\n\n");
        foreach ((ConformsAttribute conforms, string test) in statements)
            text.Append("* ").Append(conforms.Statement).Append(" (`").Append(test).Append("`)\n");
    }

    private static string Permissions(GraphRoute route) =>
        route.AnyOf.Count == 0 ? "by the request" : string.Join(", ", route.AnyOf.Select(permission => $"`{permission}`"));

    private static ConformanceSection? SectionOf(GraphRoute route) =>
        Array.Find(Sections, section => section.Paths.Any(path => route.Template.StartsWith(path, StringComparison.Ordinal)));

    private static IReadOnlyList<GraphRoute> Routes()
    {
        TenantDirectory directory = new(new TenantOptions(), TimeProvider.System);
        GraphRoutes routes = new(new Router(), directory, new AccessTokens(directory, new ServerNames(443, []), TimeProvider.System));
        foreach (IGraphEndpoints endpoints in GraphEndpoints.Of(directory))
            endpoints.Map(routes);
        new BatchEndpoint(_ => throw new InvalidOperationException()).Map(routes);
        return routes.All;
    }

    private static IEnumerable<(ConformsAttribute Conforms, string Test)> Statements() =>
        from type in typeof(ConformanceTests).Assembly.GetTypes()
        from method in type.GetMethods()
        from conforms in method.GetCustomAttributes<ConformsAttribute>()
        orderby conforms.Section, type.Name, method.Name, conforms.Statement
        select (conforms, $"{type.Name}.{method.Name}");
}
