using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azure.Core;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Who reads the directory for an integration, and how often its accounts are read.</summary>
public sealed class IntegrationSessionTests : IDisposable
{
    private static readonly TenantOutputs Tenant = new(new("11111111-2222-3333-4444-555555555555"), "contoso.onmicrosoft.com", "public");
    private readonly X509Certificate2 _certificate =
        DeployedStack.NewCertificate("CN=Test", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(100));

    private readonly List<IDisposable> _owned = [];
    private readonly List<string> _asked = [];
    private string[] _roles = [];

    public void Dispose()
    {
        foreach (IDisposable one in _owned)
            one.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData("Application.Read.All", "the application")]
    [InlineData("Application.ReadWrite.All", "the application")]
    [InlineData("Directory.Read.All", "the application")]
    [InlineData("Directory.ReadWrite.All", "the application")]
    [InlineData("User.Read.All", "the operator")]
    [InlineData(null, "the operator")]
    public async Task The_application_reads_what_its_token_allows_and_the_operator_the_rest(string? role, string expected)
    {
        _roles = role is null ? [] : ["Mail.Read", role];

        DirectoryReader? reader = await Session().DirectoryAsync(DirectoryPermissions.Applications, asApplication: true, default);

        Assert.Equal(expected, reader?.Reader);
    }

    [Theory]
    [InlineData(true, false, true, "the operator")]
    [InlineData(false, true, true, "the operator")]
    [InlineData(false, true, false, null)]
    [InlineData(true, false, false, null)]
    [InlineData(true, true, false, "the application")]
    public async Task Where_the_application_cannot_sign_in_only_an_operator_reads(
        bool hasKey, bool asApplication, bool hasOperator, string? expected)
    {
        _roles = ["Directory.Read.All"];

        DirectoryReader? reader =
            await Session(hasKey, hasOperator).DirectoryAsync(DirectoryPermissions.Applications, asApplication, default);

        Assert.Equal(expected, reader?.Reader);
    }

    [Fact]
    public async Task Accounts_are_in_the_order_of_their_names_and_read_once_a_look()
    {
        _roles = ["User.Read.All"];
        IntegrationSession session = Session();

        IReadOnlyList<Account>? first = await session.AccountsAsync(asApplication: true, default);
        IReadOnlyList<Account>? again = await session.AccountsAsync(asApplication: true, default);
        int asked = _asked.Count(path => path == "/v1.0/users");
        session.Renew();
        await session.AccountsAsync(asApplication: true, default);

        Assert.Equal(["anna@contoso.com", "berta@contoso.com", "carla@contoso.com"],
            first!.Select(account => account.Names.UserPrincipalName));
        Assert.Same(first, again);
        Assert.Equal((1, 2), (asked, _asked.Count(path => path == "/v1.0/users")));
        Assert.Equal(2, _asked.Count(path => path.EndsWith("/token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_who_may_read_the_accounts_means_none_are_known()
    {
        Assert.Null(await Session(hasOperator: false).AccountsAsync(asApplication: true, default));
        Assert.DoesNotContain("/v1.0/users", _asked);
    }

    [Theory]
    [InlineData("MailboxSettings.Read", true, true)]
    [InlineData("MailboxSettings.ReadWrite", true, true)]
    [InlineData("Mail.Read", true, false)]
    [InlineData("MailboxSettings.Read", false, false)]
    public async Task What_mailboxes_are_for_is_asked_where_the_application_may(string role, bool asApplication, bool expected)
    {
        _roles = ["User.Read.All", role];

        await Session().AccountsAsync(asApplication, default);

        Assert.Equal(expected, _asked.Contains("/v1.0/$batch"));
    }

    private IntegrationSession Session(bool hasKey = true, bool hasOperator = true)
    {
        VerificationOptions options = new()
        {
            Clock = new TestClock(),
            HandlerFactory = () => new StubHandler(Answer),
            Operator = hasOperator ? new OperatorCredential() : null,
        };
        TenantOnboarding.Verification.Http.TenantConnection connection = new(options);
        IntegrationOutputs integration = new()
        {
            Product = "custom",
            DisplayName = "Archive",
            Directory = default,
            ClientId = Guid.NewGuid(),
            ApplicationObjectId = Guid.NewGuid(),
            ServicePrincipalObjectId = Guid.NewGuid(),
            Certificates = [],
            Permissions = [],
            MailboxAccess = [],
        };
        IntegrationSession session = new("archive", integration, Tenant, options,
            TenantEndpoints.ForSimulatedTenant(new("https://tenant.example.test"), 0), connection,
            hasKey ? _certificate : null, progress: null, evidence: null);
        _owned.AddRange([session, connection]);
        return session;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        string path = request.RequestUri!.AbsolutePath;
        lock (_asked)
            _asked.Add(path);
        string body = path switch
        {
            "/v1.0/users" => """
                {"value":[
                  {"id":"1","userPrincipalName":"carla@contoso.com","mail":"carla@contoso.com","userType":"Member","accountEnabled":true},
                  {"id":"2","userPrincipalName":"anna@contoso.com","mail":"anna@contoso.com","userType":"Member","accountEnabled":true},
                  {"id":"3","userPrincipalName":"berta@contoso.com","mail":"berta@contoso.com","userType":"Member","accountEnabled":true}]}
                """,
            "/v1.0/$batch" => """
                {"responses":[
                  {"id":"0","status":200,"body":{"value":"user"}},
                  {"id":"1","status":200,"body":{"value":"user"}},
                  {"id":"2","status":200,"body":{"value":"user"}}]}
                """,
            _ => $$"""{"token_type":"Bearer","expires_in":3599,"access_token":"head.{{Claims()}}.signature"}""",
        };
        return new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }

    private string Claims() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { roles = _roles }));

    private sealed class OperatorCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("operator", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
