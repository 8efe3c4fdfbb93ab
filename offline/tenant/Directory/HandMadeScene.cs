using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace SimulatedTenant.Directory;

/// <summary>
/// What people left in a tenant who set up mail products by hand: six applications that work, each wrong in its own way. The ids are the
/// same in every run; the certificates are new, and end as many days from now as is said here.
/// </summary>
internal sealed class HandMadeScene
{
    /// <summary>The portal puts it on every new application's list, and its button of consent consents to it with the rest.</summary>
    private const string PortalScope = "User.Read";

    private const string SignInPath = "/oidc/signin";
    private const string EveryUser = "AllPrincipals";

    private static readonly Guid[] Apis = [FirstPartyApis.Graph, FirstPartyApis.Exchange];

    private static readonly (Guid, string) DirectoryRead = (FirstPartyApis.Graph, "Directory.Read.All");
    private static readonly (Guid, string) MailRead = (FirstPartyApis.Graph, "Mail.Read");
    private static readonly (Guid, string) UsersRead = (FirstPartyApis.Graph, "User.Read.All");
    private static readonly (Guid, string) GroupsRead = (FirstPartyApis.Graph, "Group.Read.All");
    private static readonly (Guid, string) Ews = (FirstPartyApis.Exchange, "full_access_as_app");

    private readonly TenantDirectory _directory;
    private readonly RSA _key;
    private readonly ServicePrincipal[] _apis;

    private HandMadeScene(TenantDirectory directory, RSA key)
    {
        _directory = directory;
        _key = key;
        _apis = [.. Apis.Select(api => directory.FindServicePrincipalOf(api)!)];
    }

    /// <summary>Adds them. Nobody has the private key of a certificate here, so none of them can sign in by one.</summary>
    public static void Fill(TenantDirectory directory)
    {
        using RSA key = RSA.Create(2048);
        HandMadeScene scene = new(directory, key);
        string company = directory.MailDomain;
        ServicePrincipal archive = scene.Add("Archive", [DirectoryRead, MailRead], 400);
        SignIn(archive, $"https://archive.{company}:8462{SignInPath}");
        scene.AddSecret(archive);
        scene.Add("MailStore by EWS", [DirectoryRead, Ews], -40, 300);
        scene.Add("Compliance export", [MailRead, UsersRead], 10);
        ServicePrincipal hosted = scene.Add("Hosted archive", [DirectoryRead, GroupsRead, MailRead], 500);
        SignIn(hosted, $"https://spe.{company}/{company.Split('.')[0]}{SignInPath}", accessTokens: true);
        foreach (string which in (string[])["of headquarters", "of the branch"])
        {
            ServicePrincipal twin = scene.Add("MailStore Server", [DirectoryRead, MailRead], which, 600);
            SignIn(twin, $"https://mailstore.{company}:8462{SignInPath}");
        }
    }

    private ServicePrincipal Add(string name, (Guid Api, string Value)[] permissions, params int[] certificates) =>
        Add(name, permissions, "", certificates);

    /// <summary>Adds an application, and an administrator's consent to all that it asks for.</summary>
    private ServicePrincipal Add(string name, (Guid Api, string Value)[] permissions, string which, params int[] certificates)
    {
        string seed = $"by hand/{name}{which}";
        JsonObject shape = GraphShapes.Application();
        shape["displayName"] = name;
        shape["createdDateTime"] = "2021-09-14T08:00:00Z";
        shape["publisherDomain"] = _directory.MailDomain;
        shape["requiredResourceAccess"] = new JsonArray([.. _apis.Select(api => Asked(api, permissions)).OfType<JsonObject>()]);
        Application application = new(_directory.SeededId("applications", seed), _directory.SeededId("clients", seed), shape)
        {
            KeyCredentials = [.. certificates.Select(days => Certificate(seed, name, days))],
        };
        ServicePrincipal principal =
            new(_directory.SeededId("servicePrincipals", seed), application.AppId, application, GraphShapes.ServicePrincipal());
        _directory.ApplicationStore.Add(application);
        _directory.ServicePrincipalStore.Add(principal);
        foreach (ServicePrincipal api in _apis)
        {
            foreach ((string value, string role) in RolesOf(api, permissions))
            {
                _directory.AppRoleAssignmentStore.Add(new(
                    $"{principal.Id:N}-{value}", Guid.Parse(role), principal.Id, api.Id, DateTimeOffset.UnixEpoch));
            }
        }
        _directory.PermissionGrantStore.Add(
            new($"{principal.Id:N}-{PortalScope}", principal.Id, _apis[0].Id, EveryUser, null, PortalScope));
        return principal;
    }

    private static void SignIn(ServicePrincipal principal, string redirectUri, bool accessTokens = false)
    {
        JsonObject web = principal.Application!.Graph["web"]!.AsObject();
        web["redirectUris"] = new JsonArray(redirectUri);
        web["implicitGrantSettings"] =
            new JsonObject { ["enableAccessTokenIssuance"] = accessTokens, ["enableIdTokenIssuance"] = true };
    }

    private void AddSecret(ServicePrincipal principal) => principal.Application!.PasswordCredentials =
    [
        new(_directory.SeededId("secrets", principal.DisplayName), Convert.ToHexString(RandomNumberGenerator.GetBytes(20)),
            "for the export script", _directory.Now.AddDays(-300), _directory.Now.AddDays(430)),
    ];

    private static JsonObject? Asked(ServicePrincipal api, (Guid Api, string Value)[] permissions)
    {
        JsonNode[] access =
        [
            .. api.Scopes.Where(scope => api.AppId == FirstPartyApis.Graph && (string?)scope["value"] == PortalScope)
                .Select(scope => Access((string)scope["id"]!, "Scope")),
            .. RolesOf(api, permissions).Select(role => Access(role.Id, "Role")),
        ];
        return access.Length == 0 ? null
            : new JsonObject { ["resourceAppId"] = api.AppId.ToString(), ["resourceAccess"] = new JsonArray(access) };
    }

    private static JsonObject Access(string id, string type) => new JsonObject { ["id"] = id, ["type"] = type };

    private static IEnumerable<(string Value, string Id)> RolesOf(
        ServicePrincipal api, (Guid Api, string Value)[] permissions) => api.AppRoles
        .Where(role => permissions.Contains((api.AppId, (string)role["value"]!)))
        .Select(role => ((string)role["value"]!, (string)role["id"]!));

    /// <summary>A certificate that ends some days from now, or ended as many days ago.</summary>
    private KeyCredential Certificate(string seed, string name, int days)
    {
        string number = days.ToString(CultureInfo.InvariantCulture);
        DateTimeOffset now = _directory.Now;
        CertificateRequest request = new($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 whole = request.CreateSelfSigned(now.AddYears(-1), now.AddDays(days).AddHours(1));
        X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(whole.Export(X509ContentType.Cert));
        return new(_directory.SeededId("certificates", seed + number), certificate, "AsymmetricX509Cert", "Verify", $"CN={name}",
            Iso(certificate.NotBefore), Iso(certificate.NotAfter), DateTimeOffset.MinValue);
    }

    private static string Iso(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
