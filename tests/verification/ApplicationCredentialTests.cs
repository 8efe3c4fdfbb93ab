using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>When the application signs in anew, and what is said where it may not.</summary>
public sealed class ApplicationCredentialTests : IDisposable
{
    private static readonly Guid Tenant = new("11111111-2222-3333-4444-555555555555");
    private readonly TestClock _clock = new();
    private readonly X509Certificate2 _certificate =
        DeployedStack.NewCertificate("CN=Test", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(100));

    private readonly List<(string Path, string Form)> _asked = [];
    private readonly TenantConnection _connection;
    private readonly ApplicationCredential _credential;
    private string? _refusal;

    public ApplicationCredentialTests()
    {
        _connection = new(new() { Clock = _clock, HandlerFactory = () => new StubHandler(AnswerAsync) });
        _credential = new(Tenant, Guid.NewGuid(), _certificate,
            TenantEndpoints.ForSimulatedTenant(new("https://login.example.test"), 0), _connection, _clock);
    }

    public void Dispose()
    {
        _credential.Dispose();
        _connection.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public async Task A_token_is_asked_for_once_a_scope_and_of_nobody_but_the_tenants_token_endpoint()
    {
        AppToken first = await TokenAsync("https://one/.default"), again = await TokenAsync("https://one/.default");
        AppToken other = await TokenAsync("https://other/.default");

        Assert.Same(first, again);
        Assert.Equal(("token 1", "token 2"), (first.Value, other.Value));
        Assert.All(_asked, asked => Assert.Equal($"/{Tenant}/oauth2/v2.0/token", asked.Path));
        Assert.Equal(["scope=https%3A%2F%2Fone%2F.default", "scope=https%3A%2F%2Fother%2F.default"],
            _asked.Select(asked => asked.Form.Split('&').Single(pair => pair.StartsWith("scope=", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_token_for_the_libraries_is_the_same_one()
    {
        AppToken token = await TokenAsync("https://one/.default");
        TokenRequestContext context = new(["https://one/.default"]);

        AccessToken awaited = await _credential.GetTokenAsync(context, CancellationToken.None);

        Assert.Equal((token.Value, token.ExpiresOn), (awaited.Token, awaited.ExpiresOn));
        Assert.Equal(token.Value, _credential.GetToken(context, CancellationToken.None).Token);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_fresh_look_begins_with_new_tokens()
    {
        await TokenAsync("https://one/.default");

        _credential.Renew();

        Assert.Equal("token 2", (await TokenAsync("https://one/.default")).Value);
    }

    [Fact]
    public async Task A_token_that_a_service_refuses_is_replaced_by_a_new_one_which_is_kept()
    {
        AppToken refused = await TokenAsync("https://one/.default");

        string? other = await _connection.Tokens.ReplaceAsync(refused.Value, CancellationToken.None);

        Assert.Equal("token 2", other);
        Assert.Equal("token 2", (await TokenAsync("https://one/.default")).Value);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task Who_comes_later_with_a_token_that_was_replaced_gets_the_one_that_took_its_place()
    {
        AppToken refused = await TokenAsync("https://one/.default");
        await _connection.Tokens.ReplaceAsync(refused.Value, CancellationToken.None);

        Assert.Equal("token 2", await _connection.Tokens.ReplaceAsync(refused.Value, CancellationToken.None));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_new_token_that_no_service_took_is_not_replaced()
    {
        AppToken refused = await TokenAsync("https://one/.default");
        string? other = await _connection.Tokens.ReplaceAsync(refused.Value, CancellationToken.None);

        Assert.Null(await _connection.Tokens.ReplaceAsync(other, CancellationToken.None));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_refusal_has_entras_code_and_words_without_the_ids_of_its_support()
    {
        _refusal = new JsonObject
        {
            ["error"] = "invalid_client",
            ["error_description"] = "AADSTS700027: The certificate is not registered. Trace ID: 1 Correlation ID: 2\r\nTimestamp: now",
        }.ToJsonString();

        SignInException exception = await Assert.ThrowsAsync<SignInException>(() => TokenAsync("https://one/.default"));

        Assert.Equal(("AADSTS700027", "AADSTS700027: The certificate is not registered."), (exception.Code, exception.Message));
        Assert.Empty(exception.BlockedBy);
    }

    [Theory]
    [InlineData("""{"access_token":{"capolids":{"essential":true,"values":["one","two"]}}}""", "one two")]
    [InlineData("""{"access_token":{"capolids":{"values":"one"}}}""", "")]
    [InlineData("""{"access_token":{"capolids":["one"]}}""", "")]
    [InlineData("""{"access_token":["capolids"]}""", "")]
    [InlineData("""{"id_token":{}}""", "")]
    [InlineData("[]", "")]
    [InlineData("no json", "")]
    public async Task A_refusal_by_conditional_access_names_its_policies(string claims, string expected)
    {
        _refusal = new JsonObject
        {
            ["error"] = "invalid_grant",
            ["error_description"] = "AADSTS53003: Access has been blocked by Conditional Access policies.",
            ["claims"] = claims,
        }.ToJsonString();

        SignInException exception = await Assert.ThrowsAsync<SignInException>(() => TokenAsync("https://one/.default"));

        Assert.Equal(("AADSTS53003", expected), (exception.Code, string.Join(' ', exception.BlockedBy)));
    }

    [Fact]
    public async Task After_a_refusal_it_can_be_tried_again()
    {
        _refusal = """{"error":"invalid_client","error_description":"AADSTS700016: The application is not known."}""";
        await Assert.ThrowsAsync<SignInException>(() => TokenAsync("https://one/.default"));
        _refusal = null;

        Assert.Equal("token 2", (await TokenAsync("https://one/.default")).Value);
    }

    private Task<AppToken> TokenAsync(string scope) => _credential.TokenAsync(scope, CancellationToken.None);

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.Add((request.RequestUri!.AbsolutePath, await request.Content!.ReadAsStringAsync(cancellationToken)));
        string body = _refusal ?? $$"""{"token_type":"Bearer","expires_in":3599,"access_token":"token {{_asked.Count}}"}""";
        return new(_refusal is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
    }
}
