using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Pulumi.Testing;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Tenant;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Verification;

namespace TenantOnboarding.Tests.Components;

/// <summary>
/// What a deployment says of the tenant that it meets, and what it declares of an application that is taken over: a page to read.
/// </summary>
public sealed partial class TenantWordingTests : IDisposable
{
    private const string Client = "0d9e8c7b-1111-4222-8333-444455556666";
    private const string Application = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Principal = "aaaaaaaa-0000-4000-8000-000000000002";
    private const string Owner = "aaaaaaaa-0000-4000-8000-000000000003";
    private const string AnotherOwner = "aaaaaaaa-0000-4000-8000-000000000004";
    private const string Unknown = "bbbbbbbb-0000-4000-8000-000000000001";
    private const string RecipientAdministrator = "31392ffb-586c-42d1-9346-e59415a2cc4e";
    private static readonly string GraphObject = RecordingMocks.Id(Api.MicrosoftGraph.Key);
    private static readonly string ExchangeObject = RecordingMocks.Id(Api.ExchangeOnline.Key);

    private readonly TestCertificates _certificates = new();
    private readonly string _file;
    private readonly string _byHand;
    private readonly Dictionary<string, string> _answers = [];

    public TenantWordingTests()
    {
        _file = _certificates.Rsa("a.cer");
        _byHand = _certificates.Rsa("b.cer");
    }

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_that_is_taken_over_is_declared_as_it_is_until_it_shall_be_aligned(bool align)
    {
        StringBuilder page = new();
        string mailStore = MailStore(align, $", \"owners\": [ \"{Owner}\", \"{AnotherOwner}\" ]");
        Meet(ByHand());
        await TellAsync(page, "one that differs in everything", mailStore, declared: true);

        Meet(ByHand(
            secrets: 1, tags: ["HideApp"], audience: "AzureADMyOrg", version: "2", logout: null, idTokens: true, accessTokens: false,
            name: "MailStore", uris: ["https://a.example.com:8462/oidc/signin"], surplus: false), surplus: false);
        await TellAsync(page, "one that hardly differs", mailStore, declared: true);

        Meet(ByHand(secrets: 0, uris: [], surplus: false), principal: false);
        await TellAsync(page, "one without an enterprise application", mailStore, declared: true);

        Meet($$"""{ "id": "{{Application}}" }""");
        _answers["/owners"] = "{}";
        _answers["/oauth2PermissionGrants"] = _answers["/appRoleAssignments"] = """{ "value": [] }""";
        await TellAsync(page, "one of which Graph tells nothing", mailStore, declared: true);

        Meet(ByHand(idTokens: true));
        await TellAsync(page, "one without a sign-in", $$"""
            "product": "custom", "displayName": "MailStore", "certificates": [ "{{_file}}" ],
            "permissions": { "microsoft-graph": [ "Mail.Read" ] }, {{Adopt(align)}}
            """);

        Meet(ByHand(uris: []));
        await TellAsync(page, "one with a directory role", Activate(Adopt(align)), declared: true);

        Meet(ByHand());
        await TellAsync(page, "one whose certificate was uploaded by hand", MailStore(align, files: $"[ \"{_byHand}\" ]"));
        await TellAsync(page, "one that lacks the certificate that was uploaded by hand",
            MailStore(align, files: $"[ \"{_certificates.Rsa("c.cer")}\" ]"));

        Golden.Matches(page.ToString(), $"components/golden/adoption-{(align ? "aligned" : "as-it-is")}.txt");
    }

    [Fact]
    public async Task A_tenant_that_does_not_fit_is_told_what_does_not()
    {
        StringBuilder page = new();
        string mailStore = MailStore(align: false);
        foreach ((string name, string found, string deleted, string principals) in new[]
        {
            ("no such application", "[]", "[]", "[]"),
            ("one that was deleted", "[]", Deleted(Client, ", \"deletedDateTime\": \"2026-11-20T08:00:00Z\""), "[]"),
            ("one that was deleted some day", "[]", Deleted(Client), "[]"),
            ("another one was deleted", "[]", Deleted(Unknown), "[]"),
            ("one of another tenant", "[]", "[]", OwnedBy(Unknown)),
            ("one whose registration is gone", "[]", "[]", OwnedBy(Stack.TenantId)),
        })
        {
            Meet(ByHand());
            _answers["/applications"] = Value(found);
            _answers["/directory/deletedItems/graph.application"] = Value(deleted);
            _answers["/servicePrincipals"] = Value(principals);
            await TellAsync(page, name, mailStore);
        }
        foreach (string refused in new[]
        {
            "/applications", $"/applications/{Application}", "/owners", "/servicePrincipals", "/appRoleAssignments",
            "/oauth2PermissionGrants", "/roleManagement/directory/roleAssignments", "/directory/deletedItems/graph.application",
        })
        {
            Meet(ByHand());
            if (refused.Contains("deleted", StringComparison.Ordinal))
                _answers["/applications"] = Value("[]");
            _answers[refused] = "403";
            await TellAsync(page, $"refuses {refused}",
                refused.Contains("role", StringComparison.Ordinal) ? Activate(Adopt(align: false)) : mailStore);
        }
        foreach ((string name, string settings) in new[]
        {
            ("a role that is none", "\"exchangeRole\": \"Exchange Administratr\""),
            ("a role like none", "\"exchangeRole\": \"Nobody\""),
            ("a role in another case", "\"exchangeRole\": \"exchange administrator\""),
        })
        {
            await TellAsync(page, name, Activate(settings));
        }
        foreach (string value in new[] { "Mail.Raed", "Nothing.At.All", "openid" })
        {
            await TellAsync(page, $"a permission {value}", $$"""
                "product": "custom", "displayName": "A", "certificates": [ "{{_file}}" ],
                "permissions": { "microsoft-graph": [ "{{value}}" ] }
                """);
        }
        string groups = $$"""
            "product": "mailstore-server", "displayName": "A", "certificates": [ "{{_file}}" ], "signIn": { "host": "a.example.com" },
            "mailboxAccess": [ "graph" ], "userSync": { "filter": "groups", "groups": [ "A", "B" ] }, "mailboxes": { "group": "C" }
            """;
        await TellAsync(page, "groups that are not there", groups, mocks => mocks.Answers["azuread:index/getGroup:getGroup"] =
            _ => throw new InvalidOperationException("No group found matching specified filter"));
        await TellAsync(page, "another tenant", groups, mocks => mocks.Answers["azuread:index/getClientConfig:getClientConfig"] =
            _ => RecordingMocks.Map(("tenantId", Unknown), ("clientId", Client), ("objectId", Unknown), ("id", "client")));
        await TellAsync(page, "another id of a permission", groups, mocks =>
        {
            Func<MockCallArgs, object> known = mocks.Answers["azuread:index/getServicePrincipal:getServicePrincipal"];
            mocks.Answers["azuread:index/getServicePrincipal:getServicePrincipal"] = call =>
            {
                ImmutableDictionary<string, object> api = (ImmutableDictionary<string, object>)known(call);
                ImmutableDictionary<string, object> roles = (ImmutableDictionary<string, object>)api["appRoleIds"];
                return api.SetItem("appRoleIds", roles.SetItem("Directory.Read.All", Unknown));
            };
        });
        Golden.Matches(page.ToString(), "components/golden/tenant-refused.txt");
    }

    [Fact]
    public async Task A_policy_on_certificates_is_warned_of_where_it_would_refuse_one()
    {
        StringBuilder page = new();
        string twoYears = MailStore(adopt: false);
        static string Restricts(string type, string more = "") =>
            $$"""{ "isEnabled": true, "applicationRestrictions": { "keyCredentials": [ { "restrictionType": "{{type}}"{{more}} } ] } }""";
        static string Lifetime(string longest, string more = "") =>
            Restricts("asymmetricKeyLifetime", $", \"maxLifetime\": {longest}{more}");
        foreach (string policy in new[]
        {
            """{ "isEnabled": false }""", """{ "isEnabled": true }""", """{ "isEnabled": true, "applicationRestrictions": { } }""",
            Lifetime("\"P760D\""), Lifetime("\"P759D\""), Lifetime("\"P761D\""), Lifetime("null"), Lifetime("\"a year\""),
            Lifetime("\"P1D\"", ", \"state\": \"disabled\""), Lifetime("\"P1D\"", ", \"state\": \"enabled\""),
            Lifetime("\"P1D\"", ", \"restrictForAppsCreatedAfterDateTime\": \"2026-01-02T00:00:00Z\""),
            Restricts("trustedCertificateAuthority"), Restricts("another"), "403", "500", "no JSON", "null", "",
        })
        {
            _answers.Clear();
            _answers["/policies/defaultAppManagementPolicy"] = policy;
            await TellAsync(page, policy, twoYears);
        }
        _answers["/policies/defaultAppManagementPolicy"] = Lifetime("\"P1D\"");
        await TellAsync(page, "a vault instead of files", """
            "product": "activate", "displayName": "A", "certificate": { "keyVault": {
                "subscriptionId": "1b7c3f62-8d0a-4a57-9a0e-7f1f2c6d5e43", "location": "westeurope" } }
            """);

        Golden.Matches(page.ToString(), "components/golden/tenant-policy.txt");
    }

    [Fact]
    public void Who_deploys_and_why_it_is_refused_is_said_in_words()
    {
        StringBuilder page = new();
        StackConfiguration stack = Stack.Read(Stack.MailStore(_file), _certificates);
        _certificates.Write("az", "");
        foreach (string variables in new[]
        {
            "", $"PATH={_certificates.Folder}", $"PATH=/nowhere{Path.PathSeparator}{_certificates.Folder}", "ARM_CLIENT_ID=",
            $"ARM_CLIENT_ID={Client}",
            "ARM_CLIENT_ID_FILE_PATH=", "ARM_CLIENT_ID_FILE_PATH=a", "ARM_USE_MSI=true", "ARM_USE_MSI=yes", "ARM_USE_OIDC=True",
            "ARM_USE_AKS_WORKLOAD_IDENTITY=TRUE", $"ARM_CLIENT_ID={Client} ARM_USE_MSI=true",
        })
        {
            Dictionary<string, string> environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            DeployingIdentity identity = new(environment.GetValueOrDefault);
            ConfigurationError? missing = identity.MissingCredential(stack);
            string told = variables.Replace(_certificates.Folder, "(a folder with az)", StringComparison.Ordinal)
                .Replace($"/nowhere{Path.PathSeparator}", "(nothing), ", StringComparison.Ordinal);
            page.Append($"{(told.Length == 0 ? "no variable" : told)}\n    {identity.Name}\n    ");
            page.Append(
                missing is null ? "may sign in\n" : $"{missing.Path} | {missing.Found} | {missing.Expected} | {missing.Fix}\n");
        }

        DeployingIdentity application = new(variable => variable == "ARM_CLIENT_ID" ? Client : null);
        foreach (string code in new[]
        {
            "7000215", "7000222", "90002", "900023", "700016", "700027", "7000214", "70021", "700211", "700212", "700213", "700024",
            "7000112", "50076", "50079", "50078", "700082", "70043", "50173", "53003", "1",
        })
        {
            page.Append($"AADSTS{code}\n    {FixOf("AADSTS" + code)}\n");
        }
        page.Append($"no code\n    {FixOf(null)}\n");

        foreach (Exception exception in new Exception[]
        {
            new InvalidOperationException(new string('w', 400)), new InvalidOperationException(new string('w', 401)),
            new InvalidOperationException("several\n  lines\tand blanks "),
            new InvalidOperationException("around", new CredentialUnavailableException("nothing to sign in with")),
            new CredentialUnavailableException("nothing to sign in with"),
            new InvalidOperationException("Please run 'az login' to set up an account"),
            new InvalidOperationException("around", new AuthenticationFailedException("refused")),
            new AuthenticationFailedException("refused"),
            new InvalidOperationException("unable to obtain access token"),
            new AuthenticationFailedException("AADSTS50076: due to a change you must use multi-factor authentication. Trace ID: 1"),
            new ApiException("forbidden") { ResponseStatusCode = 403 }, new ApiException("missing") { ResponseStatusCode = 404 },
            new InvalidOperationException("unexpected status 403"), new HttpRequestException("nobody answers"),
            new TaskCanceledException("took too long"),
            new InvalidOperationException("dial tcp 10.0.0.1:443: i/o timeout"),
        })
        {
            LookupFailure failure = LookupFailure.Of(exception);
            page.Append(CultureInfo.InvariantCulture, $"{exception.GetType().Name}: {Short(exception.Message)}\n");
            page.Append(CultureInfo.InvariantCulture, $"    {failure.Kind} | {Short(failure.Words)} | {failure.Code ?? "no code"}\n");
        }
        Golden.Matches(page.ToString(), "components/golden/identities.txt");

        string FixOf(string? code) => application.Refused(stack, new(LookupFailureKind.SignInRefused, "", code)).Fix;
        static string Short(string text) => Regex.Replace(text, "w{9,}", run => $"w×{run.Length}").ReplaceLineEndings("\\n");
    }

    private static string Deleted(string clientId, string more = "") =>
        $$"""[ { "id": "{{Application}}", "appId": "{{clientId}}"{{more}} } ]""";

    private static string OwnedBy(string tenantId) => $$"""[ { "id": "{{Principal}}", "appOwnerOrganizationId": "{{tenantId}}" } ]""";

    private string Activate(string more) => $"""
        "product": "activate", "displayName": "A", "certificates": [ "{_file}" ], {more}
        """;

    private static string Value(string items) => $$"""{ "value": {{items}} }""";

    private string MailStore(bool align = false, string more = "", string? files = null, bool adopt = true) => $$"""
        "product": "mailstore-server", "displayName": "MailStore", "certificates": [ "{{_file}}" ],
        "signIn": { "host": "a.example.com" }, "mailboxAccess": [ "imap" ]{{more}}{{(adopt ? ", " + Adopt(align, files) : "")}}
        """;

    private static string Adopt(bool align, string? files = null) => $$"""
        "adopt": { "clientId": "{{Client}}", "align": {{(align ? "true" : "false")}}
            {{(files is null ? "" : $", \"certificates\": {files}")}} }
        """;

    /// <summary>The registration as Graph tells it.</summary>
    private string ByHand(
        int secrets = 2, string[]? tags = null, string audience = "AzureADMultipleOrgs", string version = "null",
        string? logout = "https://a.example.com/out", bool idTokens = false, bool accessTokens = true, string name = "By hand",
        string[]? uris = null, bool surplus = true)
    {
        JsonObject application = new()
        {
            ["id"] = Application,
            ["displayName"] = name,
            ["signInAudience"] = audience,
            ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = JsonNode.Parse(version) },
            ["web"] = new JsonObject
            {
                ["logoutUrl"] = logout,
                ["redirectUris"] = Texts(uris ?? ["https://a.example.com/one", "https://a.example.com/two"]),
                ["implicitGrantSettings"] = new JsonObject
                {
                    ["enableIdTokenIssuance"] = idTokens,
                    ["enableAccessTokenIssuance"] = accessTokens,
                },
            },
            ["passwordCredentials"] = new JsonArray([.. Enumerable.Range(0, secrets).Select(_ => new JsonObject())]),
            ["keyCredentials"] = surplus
                ? new JsonArray(
                    new JsonObject { ["key"] = Content(_byHand) },
                    new JsonObject { ["customKeyIdentifier"] = Convert.ToBase64String([0, 0, 0]) },
                    new JsonObject { ["key"] = "AQ==", ["customKeyIdentifier"] = Convert.ToBase64String([255, 255, 255]) })
                : new JsonArray(new JsonObject { ["key"] = Content(_file) }),
            ["requiredResourceAccess"] = new JsonArray(
                Requested(Api.MicrosoftGraph, surplus
                    ? [Permission("Mail.Read", PermissionKind.Application), Permission("User.Read", PermissionKind.Delegated)]
                    : [Permission("Directory.Read.All", PermissionKind.Application), Permission("User.Read", PermissionKind.Delegated)]),
                Requested(Api.ExchangeOnline, [Permission("IMAP.AccessAsApp", PermissionKind.Application)])),
        };
        _answers["tags"] = Texts(tags ?? []).ToJsonString();
        return application.ToJsonString();
    }

    private string Content(string file) => Convert.ToBase64String(File.ReadAllBytes(Path.Combine(_certificates.Folder, file)));

    private static JsonArray Texts(string[] texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static JsonObject Requested(Api api, IEnumerable<Permission> permissions) => new()
    {
        ["resourceAppId"] = api.ClientId,
        ["resourceAccess"] = new JsonArray([.. permissions.Select(permission => new JsonObject
        {
            ["id"] = permission.Id,
            ["type"] = permission.Kind == PermissionKind.Application ? "Role" : "Scope",
        })]),
    };

    private static Permission Permission(string value, PermissionKind kind) =>
        PermissionCatalogue.All.First(permission => permission.Value == value && permission.Kind == kind);

    /// <summary>Lets Graph tell of an application with its enterprise application, and what they are granted.</summary>
    private void Meet(string application, bool principal = true, bool surplus = true)
    {
        string tags = _answers.GetValueOrDefault("tags", "[]");
        _answers.Clear();
        string Role(string id, string resource, string role) =>
            $$"""{ "id": "{{id}}", "resourceId": "{{resource}}", "appRoleId": "{{role}}" }""";
        string directory = Permission("Directory.Read.All", PermissionKind.Application).Id!;
        string mail = Permission("IMAP.AccessAsApp", PermissionKind.Application).Id!;
        string manage = Permission("Exchange.ManageAsApp", PermissionKind.Application).Id!;
        _answers["/applications"] = Value($$"""[ { "id": "{{Application}}" } ]""");
        _answers[$"/applications/{Application}"] = application;
        _answers["/owners"] = Value($$"""[ { "id": "{{Owner}}" }, { "id": "{{Unknown}}" } ]""");
        _answers["/servicePrincipals"] = Value(principal ? $$"""[ { "id": "{{Principal}}", "tags": {{tags}} } ]""" : "[]");
        _answers["/appRoleAssignments"] = Value("[ " + string.Join(", ", surplus
            ? [Role("role-1", ExchangeObject, mail), Role("role-2", ExchangeObject, manage), Role("role-3", Unknown, Unknown),
                Role("role-4", GraphObject, Unknown)]
            : new[] { Role("role-1", ExchangeObject, mail), Role("role-2", GraphObject, directory) }) + " ]");
        _answers["/oauth2PermissionGrants"] = Value($$"""
            [ { "id": "grant-1", "resourceId": "{{GraphObject}}", "consentType": "AllPrincipals",
                "scope": "User.Read{{(surplus ? " Mail.Send" : "")}}" },
              { "id": "grant-2", "resourceId": "{{ExchangeObject}}", "consentType": "Principal", "scope": "EWS.AccessAsUser.All" } ]
            """);
        _answers["/roleManagement/directory/roleAssignments"] = Value($$"""
            [ { "id": "assignment-1", "roleDefinitionId": "{{RecipientAdministrator}}", "directoryScopeId": "/" },
              { "id": "assignment-2", "roleDefinitionId": "{{RecipientAdministrator}}", "directoryScopeId": "/administrativeUnits/1" } ]
            """);
    }

    private async Task TellAsync(
        StringBuilder page, string name, string integration, Action<RecordingMocks>? change = null, bool declared = false)
    {
        page.Append(CultureInfo.InvariantCulture, $"{name}\n");
        RecordingMocks mocks = new();
        change?.Invoke(mocks);
        List<string> said = [];
        Dictionary<string, string> settings = Stack.With($$"""{ "it": { {{integration}} } }""");
        StackFile stack = new("tenant-onboarding", "dev", _certificates.Folder, "test", settings.ToImmutableSortedDictionary(
            setting => setting.Key, setting => (JsonNode?)JsonValue.Create(setting.Value), StringComparer.Ordinal));
        ProgramServices services = new()
        {
            Clock = new TestClock(TestCertificates.Now),
            Advise = said.Add,
            Environment = _ => null,
            ConnectToGraph = _ => Task.FromResult(new GraphServiceClient(
                new HttpClient(new StubHandler(Answer)), new AnonymousAuthenticationProvider(), "https://graph.test/v1.0")),
        };
        try
        {
            await ProgramRun.RunAsync(mocks, stack, preview: false, () => TenantProgram.DeclareAsync(services), CancellationToken.None);
        }
        catch (ProgramException exception)
        {
            said.AddRange(exception.Lines);
        }
        foreach (string line in said.SelectMany(line => line.Split('\n')))
            page.Append($"    {Thumbprint().Replace(line, Named)}".TrimEnd()).Append('\n');
        if (declared)
        {
            foreach (string line in Declaration.TextOf(mocks.Resources).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                page.Append(CultureInfo.InvariantCulture, $"        {Thumbprint().Replace(line, Named)}\n");
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        string path = request.RequestUri!.AbsolutePath["/v1.0".Length..];
        string key = _answers.ContainsKey(path) ? path : path[path.LastIndexOf('/')..];
        string other = path.StartsWith("/policies", StringComparison.Ordinal) ? """{ "isEnabled": false }""" : "404";
        string answer = _answers.GetValueOrDefault(key, other);
        return int.TryParse(answer, CultureInfo.InvariantCulture, out int status)
            ? Json((HttpStatusCode)status,
                """{ "error": { "code": "Authorization_RequestDenied", "message": "Insufficient privileges." } }""")
            : Json(HttpStatusCode.OK, answer);
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>Thumbprints differ from run to run: named by their file.</summary>
    private string Named(Match thumbprint)
    {
        foreach (string file in Directory.GetFiles(_certificates.Folder))
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            if (certificate.Thumbprint == thumbprint.Value)
                return $"({Path.GetFileName(file)})";
        }
        return thumbprint.Value;
    }

    [GeneratedRegex(@"\b[0-9A-F]{40}\b")]
    private static partial Regex Thumbprint();
}
