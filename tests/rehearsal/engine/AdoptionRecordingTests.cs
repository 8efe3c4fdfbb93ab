using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.AzureAD;
using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Rehearsal.Engine;

/// <summary>
/// Recordings of adoptions, with declarations that stand here: the program of the recordings is not the program of today, and what the
/// engine and the
/// provider make of a declaration must hold for any program.
/// </summary>
public sealed class AdoptionRecordingTests : IAsyncLifetime
{
    private const string Graph = "00000003-0000-0000-c000-000000000000";
    private const string Exchange = "00000002-0000-0ff1-ce00-000000000000";
    private const string ReadDirectory = "7ab1d382-f21e-4acd-a863-ba3e13f7da61";
    private const string ReadUsers = "df021288-bdef-4463-88db-98f22de89214";
    private const string FullAccess = "dc890d15-9560-4a4c-9b7f-a736ec74ec40";
    private const string ReadSelf = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
    private const string Redirect = "https://mailstore.contoso.com:8462/oidc/signin";
    private const string OldRedirect = "https://old.contoso.com/oidc/signin";
    private const string Integrated = "WindowsAzureActiveDirectoryIntegratedApp";

    private static readonly string[] IgnoredOfApplication =
    [
        "description", "groupMembershipClaims", "homepageUrl", "logoutUrl", "marketingUrl", "notes", "privacyStatementUrl",
            "serviceManagementReference",
        "supportUrl", "termsOfServiceUrl",
    ];

    private static readonly string[] IgnoredOfPrincipal =
    [
        "accountEnabled", "alternativeNames", "appRoleAssignmentRequired", "description", "loginUrl", "notes", "notificationEmailAddresses",
            "owners",
        "preferredSingleSignOnMode", "samlSingleSignOn",
    ];

    private EngineHarness _engine = null!;
    private Replay _replay = null!;

    public async Task InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync(new TenantOptions { TenantId = Guid.Parse("6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10") });
        _replay = new Replay(_engine);
    }

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task A_token_version_that_is_ignored_is_imported_as_0_and_refused()
    {
        ByHand made = await MakeByHandAsync();
        await _replay.UpAsync(() =>
        {
            Part mailstore = Stack();
            _ = Application(new Part("Registration", "mailstore/registration", mailstore), "MailStore (old)", true, null, made.Application,
                [.. IgnoredOfApplication, "requestedAccessTokenVersion"]);
        });
        IsAsRecorded("adopt-refused-token-version");
    }

    [Fact]
    public async Task Feature_tags_that_are_ignored_are_imported_beside_the_tags_and_refused()
    {
        ByHand made = await MakeByHandAsync();
        await _engine.PatchAsync(made.Application, new JsonObject { ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = 2 } });
        await _replay.UpAsync(() =>
        {
            Part mailstore = Stack();
            Part registration = new("Registration", "mailstore/registration", mailstore);
            ApplicationRegistration application =
                Application(registration, "MailStore (old)", true, 2, made.Application, IgnoredOfApplication);
            RedirectUris(new Part("WebSignIn", "mailstore/sign-in", mailstore), application, made, Redirect, OldRedirect);
            ApiAccess(new Part("ApplicationPermissions", "mailstore/permissions", mailstore), application, made, "microsoft-graph", Graph,
                [ReadDirectory, ReadUsers], [ReadSelf]);
            Principal(registration, application, [Integrated, "HideApp"], made, [.. IgnoredOfPrincipal, "featureTags", "features"]);
        });
        IsAsRecorded("adopt-refused-feature-tags");
    }

    [Fact]
    public async Task An_adoption_imports_everything_and_align_changes_what_differs()
    {
        ByHand made = await MakeByHandAsync();
        await _replay.UpAsync(() =>
            Adopt(made, "MailStore (old)", true, [Integrated, "HideApp"], [Redirect, OldRedirect], [ReadDirectory, ReadUsers]));
        IsAsRecorded("adopt-cured");
        Assert.Equal(["PATCH"], _engine.Writes.Select(write => write.Split(' ')[0]));

        await _replay.UpAsync(() => Adopt(made, "MailStore Server", false, [Integrated], [Redirect], [ReadDirectory]));
        IsAsRecorded("adopt-cured-align");
    }

    [Fact]
    public async Task What_is_ignored_while_it_is_adopted_is_cleared_once_it_is_not()
    {
        ByHand made = await MakeByHandAsync();
        await _replay.UpAsync(() => _ = Application(new Part("Registration", "mailstore/registration", Stack()), "MailStore Server", false,
            1, made.Application, IgnoredOfApplication));
        await _replay.UpAsync(() =>
            _ = Application(new Part("Registration", "mailstore/registration", Stack()), "MailStore Server", false, null, null, []));
        Assert.Equal(
            RecordingTests.Read("adopt-cured-then-removed-preview").Where(line => line.StartsWith("update", StringComparison.Ordinal)),
            _replay.Lines.Where(line => line.StartsWith("update", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_stays_ignored_stays()
    {
        ByHand made = await MakeByHandAsync();
        await _replay.UpAsync(() => _ = Application(new Part("Registration", "mailstore/registration", Stack()), "MailStore Server", false,
            1, made.Application, IgnoredOfApplication));
        await _replay.UpAsync(() => _ = Application(new Part("Registration", "mailstore/registration", Stack()), "MailStore Server", false,
            1, null, IgnoredOfApplication));
        Assert.All(_replay.Lines, line => Assert.StartsWith("same", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_property_that_somebody_had_set_is_cleared_once_it_is_not_ignored()
    {
        ByHand made = await MakeByHandAsync();
        await _engine.PatchAsync(made.Application, new JsonObject
        {
            ["description"] = "d",
            ["groupMembershipClaims"] = "SecurityGroup",
            ["serviceManagementReference"] = "s",
            ["info"] = new JsonObject { ["marketingUrl"] = "https://m.contoso.com/", ["privacyStatementUrl"] = "https://p.contoso.com/",
                ["supportUrl"] = "https://s.contoso.com/", ["termsOfServiceUrl"] = "https://t.contoso.com/" },
            ["web"] = new JsonObject { ["homePageUrl"] = "https://h.contoso.com/",
                ["implicitGrantSettings"] = new JsonObject { ["enableAccessTokenIssuance"] = false, ["enableIdTokenIssuance"] = false } },
        });
        await _engine.PatchAsync(made.Principal, new JsonObject
        {
            ["alternativeNames"] = new JsonArray("a"),
            ["appRoleAssignmentRequired"] = true,
            ["description"] = "d",
            ["loginUrl"] = "https://l.contoso.com/",
            ["notes"] = "n",
            ["notificationEmailAddresses"] = new JsonArray("a@contoso.com"),
            ["preferredSingleSignOnMode"] = "saml",
            ["samlSingleSignOnSettings"] = new JsonObject { ["relayState"] = "r" },
            ["tags"] = new JsonArray(),
        });
        await _replay.UpAsync(() => Declare("MailStore (old)", 1, made, ignore: true));
        await _replay.UpAsync(() => Declare("Activate", null, null, ignore: false));
        Assert.Equal(RecordingTests.Read("adopt-cured-then-removed").Where(Updated), _replay.Lines.Where(Updated).Select(line =>
            line.Replace("mailstore", "activate", StringComparison.Ordinal)));

        static bool Updated(string line) => line.StartsWith("update", StringComparison.Ordinal);

        static void Declare(string displayName, int? tokenVersion, ByHand? made, bool ignore)
        {
            Part registration = new("Registration", "mailstore/registration", Stack());
            ApplicationRegistration application = new("mailstore/registration/application", new ApplicationRegistrationArgs
            {
                DisplayName = displayName,
                ImplicitAccessTokenIssuanceEnabled = false,
                ImplicitIdTokenIssuanceEnabled = false,
                SignInAudience = "AzureADMyOrg",
                RequestedAccessTokenVersion = tokenVersion is { } version ? version : null!,
            }, Options(registration, made?.Application, ignore ? IgnoredOfApplication : [], isProtected: true));
            Principal(registration, application, ignore ? [] : [Integrated], made, ignore ? IgnoredOfPrincipal : []);
        }
    }

    [Fact]
    public async Task A_certificate_that_a_vault_renewed_is_made_anew_before_the_old_one_goes()
    {
        await _replay.UpAsync(() => Declare(2026));
        await _replay.UpAsync(() => Declare(2027));
        Assert.Equal(RecordingTests.Read("key-vault-renewed-simulated-azure").Where(Replaced), _replay.Lines.Where(Replaced));

        static bool Replaced(string line) => line.Contains("replace", StringComparison.Ordinal);

        static void Declare(int year)
        {
            DateTimeOffset from = new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using RSA rsa = TestKeys.Rsa("adoption");
            string pem = new CertificateRequest("CN=activate", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(from, from.AddYears(2)).ExportCertificatePem();
            Part registration = new("Registration", "activate/registration", null);
            ApplicationRegistration application =
                Application(registration, "Activate", false, 2, null, [], name: "activate/registration/application");
            _ = new ApplicationCertificate(
                "activate/certificates/key-vault",
                new ApplicationCertificateArgs
                {
                    ApplicationId = application.Id,
                    Type = "AsymmetricX509Cert",
                    Value = pem,
                    StartDate = $"{year}-01-01T00:00:00Z",
                    EndDate = $"{year + 2}-01-01T00:00:00Z",
                },
                new CustomResourceOptions { Parent = new Part("CertificateCredentials", "activate/certificates", registration) });
        }
    }

    [Fact]
    public async Task A_protected_resource_is_not_replaced()
    {
        await _replay.UpAsync(() => Declare(EngineHarness.Application().Id));
        await _replay.UpAsync(() => Declare(EngineHarness.Application("other").Id));
        Assert.Equal("uris (ApplicationRedirectUris): cannot be replaced because it is protected",
            Assert.Single(_engine.Last.Failures).ToString());

        static void Declare(Output<string> application) => _ = new ApplicationRedirectUris(
            "uris", new ApplicationRedirectUrisArgs { ApplicationId = application, Type = "Web", RedirectUris = { Redirect } },
                new CustomResourceOptions { Protect = true });
    }

    [Fact]
    public async Task A_resource_that_is_retained_is_forgotten_and_stays_in_the_tenant()
    {
        int before = _engine.Tenant.Directory.Applications.Count;
        await _replay.UpAsync(() => _ = new ApplicationRegistration("app", new ApplicationRegistrationArgs { DisplayName = "Kept" },
            new CustomResourceOptions { RetainOnDelete = true }));
        await _replay.UpAsync(() => { });
        Assert.Equal(["delete ApplicationRegistration app"], _replay.Lines);
        Assert.Equal(before + 1, _engine.Tenant.Directory.Applications.Count);
        Assert.Empty(_engine.State.Resources);
    }

    [Fact]
    public async Task Where_it_is_asked_for_the_old_one_goes_first()
    {
        await _replay.UpAsync(() => Declare(EngineHarness.Application()));
        await _replay.UpAsync(() =>
        {
            _ = EngineHarness.Application();
            Declare(EngineHarness.Application("other"));
        });
        Assert.Equal(
            ["delete-replaced ApplicationRedirectUris uris", "create-replacement ApplicationRedirectUris uris, changed applicationId"],
            _replay.Lines.Where(line => line.Contains("replace", StringComparison.Ordinal)));

        static void Declare(ApplicationRegistration application) => _ = new ApplicationRedirectUris(
            "uris", new ApplicationRedirectUrisArgs { ApplicationId = application.Id, Type = "Web", RedirectUris = { Redirect } },
                new CustomResourceOptions { DeleteBeforeReplace = true });
    }

    private void IsAsRecorded(string recording) =>
        RecordingTests.Same(RecordingTests.Read(recording), _replay.Lines);

    private static Part Stack()
    {
        _ = new Provider("tenant", new ProviderArgs { TenantId = "6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10" });
        return new Part("Integration", "mailstore", null);
    }

    private static CustomResourceOptions Options(Resource parent, string? importId, IEnumerable<string> ignored,
        bool isProtected = false) =>
        new() { Parent = parent, ImportId = importId, IgnoreChanges = [.. ignored], Protect = isProtected ? true : null };

    private static ApplicationRegistration Application(
        Part parent, string displayName, bool accessTokens, int? tokenVersion, string? importId, IEnumerable<string> ignored, string name =
            "mailstore/registration/application") =>
        new(name, new ApplicationRegistrationArgs
        {
            DisplayName = displayName,
            ImplicitAccessTokenIssuanceEnabled = accessTokens,
            ImplicitIdTokenIssuanceEnabled = true,
            SignInAudience = "AzureADMyOrg",
            RequestedAccessTokenVersion = tokenVersion is { } version ? version : null!,
        }, Options(parent, importId, ignored, isProtected: true));

    private static ServicePrincipal Principal(Part parent, ApplicationRegistration application, string[] tags, ByHand? made,
        IEnumerable<string> ignored) => new(
        "mailstore/registration/service-principal",
        new ServicePrincipalArgs { ClientId = application.ClientId, Tags = tags },
        Options(parent, made?.Principal, ignored, isProtected: true));

    private static void RedirectUris(Part parent, ApplicationRegistration application, ByHand made, params string[] uris) =>
        _ = new ApplicationRedirectUris(
        "mailstore/sign-in/redirect-uris",
        new ApplicationRedirectUrisArgs { ApplicationId = application.Id, Type = "Web", RedirectUris = uris },
        Options(parent, $"{made.Application}/redirectUris/Web", []));

    private static void ApiAccess(Part parent, ApplicationRegistration application, ByHand made, string name, string api, string[] roles,
        string[] scopes) => _ = new ApplicationApiAccess(
        $"mailstore/permissions/{name}",
        new ApplicationApiAccessArgs { ApplicationId = application.Id, ApiClientId = api, RoleIds = roles, ScopeIds = [.. scopes] },
        Options(parent, $"{made.Application}/apiAccess/{api}", []));

    private static void Adopt(ByHand made, string displayName, bool accessTokens, string[] tags, string[] redirectUris, string[] graphRoles)
    {
        Part mailstore = Stack();
        Part registration = new("Registration", "mailstore/registration", mailstore);
        ApplicationRegistration application =
            Application(registration, displayName, accessTokens, 1, made.Application, IgnoredOfApplication);
        ServicePrincipal principal = Principal(registration, application, tags, made, IgnoredOfPrincipal);
        _ = new Part("CertificateCredentials", "mailstore/certificates", mailstore);
        RedirectUris(new Part("WebSignIn", "mailstore/sign-in", mailstore), application, made, redirectUris);
        Part permissions = new("ApplicationPermissions", "mailstore/permissions", mailstore);
        ApiAccess(permissions, application, made, "microsoft-graph", Graph, graphRoles, [ReadSelf]);
        Consent("microsoft-graph/Directory.Read.All", made.GraphPrincipal, ReadDirectory);
        _ = new ServicePrincipalDelegatedPermissionGrant("mailstore/permissions/microsoft-graph/delegated",
            new ServicePrincipalDelegatedPermissionGrantArgs
        {
            ServicePrincipalObjectId = principal.ObjectId,
            ResourceServicePrincipalObjectId = made.GraphPrincipal,
            ClaimValues = { "User.Read" },
        }, Options(permissions, made.Ids["grant"], []));
        ApiAccess(permissions, application, made, "exchange-online", Exchange, [FullAccess], []);
        Consent("exchange-online/full_access_as_app", made.ExchangePrincipal, FullAccess);

        void Consent(string name, string resource, string role) => _ = new AppRoleAssignment(
            $"mailstore/permissions/{name}",
            new AppRoleAssignmentArgs { PrincipalObjectId = principal.ObjectId, ResourceObjectId = resource, AppRoleId = role },
            Options(permissions, made.Ids[role], []));
    }

    /// <summary>
    /// The application of the recordings, made outside of the stack: another name, access tokens, notes, a hidden service principal, a
    /// permission too many.
    /// </summary>
    private async Task<ByHand> MakeByHandAsync()
    {
        EngineHarness colleague = EngineHarness.Of(_engine.Tenant);
        string graph = PrincipalOf(Graph), exchange = PrincipalOf(Exchange);
        await colleague.DeployAsync(() =>
        {
            ApplicationRegistration application = new("application", new ApplicationRegistrationArgs
            {
                DisplayName = "MailStore (old)",
                ImplicitAccessTokenIssuanceEnabled = true,
                ImplicitIdTokenIssuanceEnabled = true,
                Notes = "made by Hugo in 2021",
            });
            ServicePrincipal principal =
                new("principal", new ServicePrincipalArgs { ClientId = application.ClientId, Tags = { Integrated, "HideApp" } });
            _ = new ApplicationRedirectUris("uris",
                new ApplicationRedirectUrisArgs { ApplicationId = application.Id, Type = "Web", RedirectUris = { Redirect, OldRedirect } });
            ApplicationApiAccess first = new("graph", new ApplicationApiAccessArgs { ApplicationId = application.Id, ApiClientId = Graph,
                RoleIds = { ReadDirectory, ReadUsers }, ScopeIds = { ReadSelf } });
            _ = new ApplicationApiAccess("exchange", new ApplicationApiAccessArgs { ApplicationId = application.Id, ApiClientId = Exchange,
                RoleIds = { FullAccess } }, new CustomResourceOptions { DependsOn = { first } });
            foreach ((string resource, string role) in new[] { (graph, ReadDirectory), (exchange, FullAccess), (graph, ReadUsers) })
                _ = new AppRoleAssignment(role,
                    new AppRoleAssignmentArgs { PrincipalObjectId = principal.ObjectId, ResourceObjectId = resource, AppRoleId = role });
            _ = new ServicePrincipalDelegatedPermissionGrant("grant", new ServicePrincipalDelegatedPermissionGrantArgs
            {
                ServicePrincipalObjectId = principal.ObjectId,
                ResourceServicePrincipalObjectId = graph,
                ClaimValues = { "User.Read" },
            });
        });
        Dictionary<string, string> ids = colleague.State.Resources.ToDictionary(resource => resource.Name, resource => resource.Id);
        // As for every application that was clicked together: nobody ever chose a version.
        await _engine.PatchAsync(ids["application"], new JsonObject { ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = null } });
        return new ByHand(ids["application"], ids["principal"], graph, exchange, ids);

        string PrincipalOf(string appId) =>
            _engine.Tenant.Directory.ServicePrincipals.Single(one => one.AppId == Guid.Parse(appId)).Id.ToString();
    }

    private sealed record ByHand(string Application, string Principal, string GraphPrincipal, string ExchangePrincipal,
        IReadOnlyDictionary<string, string> Ids);

    private sealed class Part(string type, string name, Resource? parent)
        : ComponentResource($"tenant-onboarding:index:{type}", name, new ComponentResourceOptions { Parent = parent });
}
