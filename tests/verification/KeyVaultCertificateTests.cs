using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Tests.Verification;

public sealed class KeyVaultCertificateTests
{
    private static readonly KeyVaultOutputs Declared = new(new("https://contoso.vault.azure.net/"), "mailstore", new("https://contoso.vault.azure.net/secrets/mailstore/0123"));

    [Fact]
    public async Task Load_secret_of_a_certificate_has_the_key()
    {
        using X509Certificate2 made = DeployedStack.NewCertificate(
            "CN=Vault", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(9));
        using Vault vault = new(HttpStatusCode.OK, new JsonObject
        {
            ["value"] = Convert.ToBase64String(made.Export(X509ContentType.Pfx)),
            ["contentType"] = "application/x-pkcs12",
            ["id"] = Declared.SecretId.ToString(),
        });

        using X509Certificate2 loaded = await LoadAsync(vault);

        Assert.True(loaded.HasPrivateKey);
        Assert.Equal(made.Thumbprint, loaded.Thumbprint);
        Assert.Equal("/secrets/mailstore/0123", vault.Asked);
    }

    [Fact]
    public async Task Load_without_the_right_says_which_role_helps()
    {
        using Vault vault = new(HttpStatusCode.Forbidden, new JsonObject { ["error"] = new JsonObject { ["code"] = "Forbidden", ["message"] = "no" } });
        InputException e = await Assert.ThrowsAsync<InputException>(() => LoadAsync(vault));
        Assert.Equal("--key-vault: integration 'mailstore': contoso.vault.azure.net does not hand out 'mailstore' (403 Forbidden); expected the right to read secrets. Give your account the role 'Key Vault Secrets User'.",
            Assert.Single(e.Errors));
    }

    [Fact]
    public async Task Load_secret_that_is_no_certificate_is_refused()
    {
        using Vault vault = new(HttpStatusCode.OK, new JsonObject { ["value"] = "a pass phrase!", ["id"] = Declared.SecretId.ToString() });
        InputException e = await Assert.ThrowsAsync<InputException>(() => LoadAsync(vault));
        Assert.StartsWith("--key-vault: integration 'mailstore': the secret 'mailstore' is no certificate", Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_pem_of_a_secret_without_a_version_is_that_of_the_newest_one()
    {
        using X509Certificate2 made = DeployedStack.NewCertificate(
            "CN=Vault", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(9));
        using RSA key = made.GetRSAPrivateKey()!;
        using Vault vault = new(HttpStatusCode.OK, new JsonObject
        {
            ["value"] = $"{key.ExportPkcs8PrivateKeyPem()}\n{made.ExportCertificatePem()}\n",
            ["contentType"] = "application/x-pem-file",
            ["id"] = Declared.SecretId.ToString(),
        });

        using X509Certificate2 loaded = await LoadAsync(vault, Declared with { SecretId = new("https://contoso.vault.azure.net/secrets/mailstore/") });

        Assert.True(loaded.HasPrivateKey);
        Assert.Equal(made.Thumbprint, loaded.Thumbprint);
        Assert.Equal("/secrets/mailstore/", vault.Asked);
    }

    [Fact]
    public async Task Load_without_a_vault_or_a_secret_is_refused_before_anybody_is_asked()
    {
        using Vault vault = new(HttpStatusCode.OK, []);
        InputException none = await Assert.ThrowsAsync<InputException>(() => LoadAsync(vault, null));
        Assert.Equal("--key-vault: integration 'mailstore' has its certificate not in Key Vault; expected integrations with keyVault. Give the file with --certificate, or leave the integration out with --integration.",
            Assert.Single(none.Errors));
        InputException other = await Assert.ThrowsAsync<InputException>(
            () => LoadAsync(vault, Declared with { SecretId = new("https://contoso.vault.azure.net/keys/mailstore") }));
        Assert.Equal("--key-vault: integration 'mailstore' names 'https://contoso.vault.azure.net/keys/mailstore'; expected https://VAULT/secrets/NAME. Deploy the stack again.",
            Assert.Single(other.Errors));
        Assert.Null(vault.Asked);
    }

    private static Task<X509Certificate2> LoadAsync(Vault vault) => LoadAsync(vault, Declared);

    private static async Task<X509Certificate2> LoadAsync(Vault vault, KeyVaultOutputs? declared)
    {
        using HttpClient http = new(vault, disposeHandler: false);
        SecretClientOptions options = new() { Transport = new HttpClientTransport(http), Retry = { MaxRetries = 0 } };
        return await KeyVaultCertificate.LoadAsync("mailstore", declared, new FixedCredential(), options, CancellationToken.None);
    }

    private sealed class Vault(HttpStatusCode status, JsonObject body) : HttpMessageHandler
    {
        public string? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri!.AbsolutePath;
            if (request.Headers.Authorization is null)
            {
                HttpResponseMessage challenge = new(HttpStatusCode.Unauthorized);
                challenge.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555\", resource=\"https://vault.azure.net\"");
                return Task.FromResult(challenge);
            }
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") });
        }
    }

    private sealed class FixedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
