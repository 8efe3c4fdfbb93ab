using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>A tenant that is no more than a few answers, for one check of one integration: what is not said of it is not found
/// there.</summary>
internal sealed class StubTenant
{
    public const string Domain = "contoso.onmicrosoft.com";

    public static readonly DateTimeOffset Now = SampleReport.Now;

    public static readonly Guid TenantId = new("11111111-2222-3333-4444-555555555555"),
        ClientId = new("aaaaaaaa-0000-0000-0000-000000000001"), ApplicationId = new("aaaaaaaa-0000-0000-0000-000000000002"),
        PrincipalId = new("aaaaaaaa-0000-0000-0000-000000000003");

    /// <summary>Lets the application read the directory.</summary>
    public const string Reading = "Directory.Read.All";

    private static readonly TenantEndpoints Endpoints =
        TenantEndpoints.ForSimulatedTenant(new("https://tenant.example.test"), imapPort: 0) with
        {
            GraphScope = "https://graph.example.test/.default",
        };

    private static readonly Lazy<X509Certificate2> Key =
        new(() => DeployedStack.NewCertificate("CN=MailStore Server", Now.AddYears(-1), Now.AddYears(1)));

    private readonly Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> _answers = [];

    public StubTenant()
    {
        Options = new()
        {
            Endpoints = Endpoints,
            HandlerFactory = () => new StubHandler(AnswerAsync),
            Clock = Clock,
            Deadline = TimeSpan.Zero,
        };
        Gives(Endpoints.GraphScope, Reading);
        Gives(Endpoints.ExchangeScope);
    }

    public static X509Certificate2 Certificate => Key.Value;

    public TestClock Clock { get; } = new(Now, TimeSpan.FromSeconds(90));

    public VerificationOptions Options { get; set; }

    public RecordedProgress Progress { get; } = new();

    /// <summary>Whether the integration's private key is at hand.</summary>
    public bool HasKey { get; set; } = true;

    /// <summary>The tenant that tokens say they are for.</summary>
    public Guid TokenTenant { get; set; } = TenantId;

    public IntegrationOutputs Integration { get; set; } = new()
    {
        Product = "mailstore-server",
        DisplayName = "MailStore Server",
        Directory = DirectorySource.Microsoft365,
        ClientId = ClientId,
        ApplicationObjectId = ApplicationId,
        ServicePrincipalObjectId = PrincipalId,
        Certificates = [Declared(Certificate)],
        Permissions = [],
        MailboxAccess = [],
    };

    /// <summary>What was asked, in order: method, path and query.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>A certificate as outputs declare it.</summary>
    public static CertificateOutputs Declared(X509Certificate2 certificate) => new(
        certificate.Thumbprint, certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), certificate.Subject,
        certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());

    /// <summary>Answers addresses that begin so (the path after the version, and the query) in JSON.</summary>
    public StubTenant Says(string address, string json, int status = 200) => Says(address, _ => Json(json, status));

    public StubTenant Says(string address, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        _answers[address] = answer;
        return this;
    }

    /// <summary>Whether it has an answer for an address that was said to begin so.</summary>
    public bool Known(string address) => _answers.ContainsKey(address);

    /// <summary>Answers with a list.</summary>
    public StubTenant Lists(string address, params string[] items) => Says(address, $"{{\"value\":[{string.Join(",", items)}]}}");

    /// <summary>Refuses, as Microsoft Graph does.</summary>
    public StubTenant Refuses(string address, int status, string code = "Denied", string message = "No.") =>
        Says(address, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString(), status);

    /// <summary>Tokens for Microsoft Graph carry these roles.</summary>
    public StubTenant GraphRoles(params string[] roles) => Gives(Endpoints.GraphScope, roles);

    /// <summary>Tokens for Exchange Online carry these roles.</summary>
    public StubTenant ExchangeRoles(params string[] roles) => Gives(Endpoints.ExchangeScope, roles);

    /// <summary>Tokens for another API carry these roles.</summary>
    public StubTenant RolesOf(Guid api, params string[] roles) => Gives(Endpoints.ScopeOf(api), roles);

    /// <summary>The sign-in service refuses every token.</summary>
    public StubTenant RefusesSignIn(string error, string claims = "") => Says($"/{TenantId}/oauth2/", new JsonObject
    {
        ["error"] = "invalid_client",
        ["error_description"] = error,
        ["claims"] = claims,
    }.ToJsonString(), 401);

    /// <summary>An operator is at hand, who may read what is answered.</summary>
    public StubTenant WithOperator(TokenCredential? credential = null)
    {
        Options = Options with { Operator = credential ?? new StubCredential() };
        return this;
    }

    /// <summary>Has a check look once.</summary>
    public Task<CheckOutcome> LookAsync(ICheck check, Knowledge? known = null) =>
        WithSessionAsync(session => check.RunAsync(new(session, (known ?? Knowledge.None).For(check)), Options.Stop));

    /// <summary>Has a check look until what it found is settled.</summary>
    public Task<(CheckResult Result, CheckOutcome Outcome)> SettleAsync(ICheck check, CancellationToken cancellationToken = default) =>
        WithSessionAsync(session => new CheckRunner(session).SettleAsync(check, Knowledge.None, cancellationToken));

    /// <summary>Works with a session of the integration.</summary>
    public async Task<T> WithSessionAsync<T>(Func<IntegrationSession, Task<T>> work)
    {
        using TenantConnection connection = new(Options);
        using IntegrationSession session = new("mailstore", Integration, new(TenantId, Domain, "public"), Options,
            Options.Endpoints ?? Endpoints, connection, HasKey ? Certificate : null, Progress, evidence: null);
        return await work(session);
    }

    public static HttpResponseMessage Json(string json, int status = 200) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private StubTenant Gives(string scope, params string[] roles) => Says($"token {scope}", _ => Json(new JsonObject
    {
        ["token_type"] = "Bearer",
        ["expires_in"] = 3600,
        ["access_token"] = $"e30.{Encoded(new JsonObject
        {
            ["tid"] = TokenTenant.ToString(),
            ["jti"] = $"{Asked.Count}",
            ["aud"] = scope,
            ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]),
        }.ToJsonString())}.e30",
    }.ToJsonString()));

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string address = Uri.UnescapeDataString(request.RequestUri!.PathAndQuery);
        address = address.StartsWith("/v1.0", StringComparison.Ordinal) ? address[5..] : address;
        if (Answer(address) is null && address.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))
        {
            string form = WebUtility.UrlDecode(await request.Content!.ReadAsStringAsync(cancellationToken));
            address = $"token {form.Split("scope=")[1].Split(' ', '&')[0]}";
        }
        Asked.Add($"{request.Method} {address}");
        return Answer(address)?.Invoke(request)
            ?? Json("""{"error":{"code":"Request_ResourceNotFound","message":"It is not there."}}""", 404);
    }

    private Func<HttpRequestMessage, HttpResponseMessage>? Answer(string address) => _answers
        .Where(one => address.StartsWith(one.Key, StringComparison.Ordinal)).OrderByDescending(one => one.Key.Length)
        .Select(one => one.Value).FirstOrDefault();

    private static string Encoded(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>An operator's token, or what keeps the operator from it.</summary>
    internal sealed class StubCredential(Exception? failure = null) : TokenCredential
    {
        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            failure is null ? new(new AccessToken("operator", DateTimeOffset.MaxValue)) : throw failure;

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
