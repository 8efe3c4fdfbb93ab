using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Kiota.Authentication.Azure;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Components.Tenant;

/// <summary>
/// Microsoft Graph as the principal that deploys, with the same environment variables as the azuread provider, or the Azure CLI's
/// account.
/// </summary>
internal static class DeployerGraph
{
    /// <param name="tenantId">The tenant to ask: its id or one of its domains.</param>
    /// <param name="cloud">The cloud that holds it.</param>
    /// <param name="metadataHost">Host of a custom cloud's metadata; null for Microsoft's clouds.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="handler">Makes the handler of a tenant that the machine does not trust, or null for the machine's own trust.</param>
    /// <exception cref="ConfigurationException">
    /// The environment names no usable credential, or the metadata host does not answer.
    /// </exception>
    public static async Task<GraphServiceClient> CreateAsync(string tenantId, Cloud cloud, string? metadataHost,
        Func<string, string?> environment, Func<HttpMessageHandler>? handler = null)
    {
        HttpClient http = GraphClientFactory.Create(finalHandler: handler?.Invoke(), nationalCloud: cloud.GraphCloud);
        Uri graph = http.BaseAddress!;
        Uri login = cloud.Authority;
        if (metadataHost is not null)
            (login, graph) = await ReadMetadataAsync(http, metadataHost);

        string origin = graph.GetLeftPart(UriPartial.Authority);
        // Only Microsoft's own clouds are known to the instance discovery.
        TokenCredential credential = Credential(tenantId, login, custom: metadataHost is not null, environment, handler);
        return new GraphServiceClient(
            http,
            new AzureIdentityAuthenticationProvider(credential, allowedHosts: [graph.Host], scopes: [origin + "/.default"]),
            origin + "/v1.0");
    }

    private static async Task<(Uri Login, Uri Graph)> ReadMetadataAsync(HttpClient http, string host)
    {
        try
        {
            JsonElement metadata = await http.GetFromJsonAsync<JsonElement>(
                new Uri($"https://{host}/metadata/endpoints?api-version=2022-09-01"));
            return (
                new Uri(metadata.GetProperty("authentication").GetProperty("loginEndpoint").GetString()!),
                new Uri(metadata.GetProperty("microsoftGraphResourceId").GetString()!));
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException or UriFormatException)
        {
            throw new ConfigurationException(
            [
                new ConfigurationError(
                    "azuread:metadataHost", $"\"{host}\" ({exception.Message.ReplaceLineEndings(" ")})",
                    "a host that answers with the cloud's metadata",
                    "correct the host (or ARM_METADATA_HOSTNAME), or remove it for Microsoft's own clouds"),
            ]);
        }
    }

    private static TokenCredential Credential(string tenantId, Uri login, bool custom, Func<string, string?> environment,
        Func<HttpMessageHandler>? handler)
    {
        if (environment("ARM_CLIENT_ID") is not { Length: > 0 } clientId)
            return new AzureCliCredential(new AzureCliCredentialOptions { TenantId = tenantId });
        if (environment("ARM_CLIENT_SECRET") is { Length: > 0 } secret)
            return new ClientSecretCredential(tenantId, clientId, secret,
                Options(new ClientSecretCredentialOptions { DisableInstanceDiscovery = custom }));
        if (environment("ARM_CLIENT_CERTIFICATE_PATH") is { Length: > 0 } path)
        {
            return new ClientCertificateCredential(
                tenantId, clientId, Certificate(path, environment("ARM_CLIENT_CERTIFICATE_PASSWORD")),
                Options(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = custom }));
        }
        if (string.Equals(environment("ARM_USE_OIDC"), "true", StringComparison.OrdinalIgnoreCase))
        {
            // In Azure Pipelines the service connection's own token is asked for, where SYSTEM_OIDCREQUESTURI says.
            if ((environment("ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID") ?? environment("ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"))
                is { Length: > 0 } connection)
            {
                return new AzurePipelinesCredential(tenantId, clientId, connection, PipelineToken(environment),
                    Options(new AzurePipelinesCredentialOptions { DisableInstanceDiscovery = custom }));
            }
            return new ClientAssertionCredential(
                tenantId, clientId, cancel => OidcTokenAsync(environment, cancel),
                Options(new ClientAssertionCredentialOptions { DisableInstanceDiscovery = custom }));
        }

        throw new ConfigurationException(
        [
            new ConfigurationError(
                "ARM_CLIENT_ID", $"\"{clientId}\" without a credential",
                "one of ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_USE_OIDC=true",
                "give the credential, or remove ARM_CLIENT_ID to use the Azure CLI's account"),
        ]);

        T Options<T>(T options)
            where T : TokenCredentialOptions
        {
            options.AuthorityHost = login;
            if (handler is not null)
                options.Transport = new HttpClientTransport(handler());
            return options;
        }
    }

    private static string PipelineToken(Func<string, string?> environment) =>
        (environment("ARM_OIDC_REQUEST_TOKEN") ?? environment("SYSTEM_ACCESSTOKEN")) is { Length: > 0 } token ? token
            : throw new ConfigurationException(
            [
                new ConfigurationError(
                    "SYSTEM_ACCESSTOKEN", "nothing", "the token of the pipeline's run, because a service connection is named",
                    "give the step env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)"),
            ]);

    private static X509Certificate2 Certificate(string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
            [
                new ConfigurationError(
                    "ARM_CLIENT_CERTIFICATE_PATH", $"\"{path}\" ({exception.Message.ReplaceLineEndings(" ")})",
                    "a PKCS #12 file (.pfx) that ARM_CLIENT_CERTIFICATE_PASSWORD opens", "correct the path or the password"),
            ]);
        }
    }

    /// <summary>The token of the machine's own identity provider: given as it is, in a file, or asked of GitHub.</summary>
    private static async Task<string> OidcTokenAsync(Func<string, string?> environment, CancellationToken cancel)
    {
        if (environment("ARM_OIDC_TOKEN") is { Length: > 0 } token)
            return token;
        if (environment("ARM_OIDC_TOKEN_FILE_PATH") is { Length: > 0 } file)
            return await File.ReadAllTextAsync(file, cancel);

        string url = environment("ARM_OIDC_REQUEST_URL") ?? environment("ACTIONS_ID_TOKEN_REQUEST_URL")
            ?? throw new CredentialUnavailableException(
                "ARM_USE_OIDC is true, but neither ARM_OIDC_TOKEN, ARM_OIDC_TOKEN_FILE_PATH nor a request URL is given.");
        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer",
            environment("ARM_OIDC_REQUEST_TOKEN") ?? environment("ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
        JsonElement answer = await http.GetFromJsonAsync<JsonElement>(new Uri(url + "&audience=api://AzureADTokenExchange"), cancel);
        return answer.GetProperty("value").GetString()!;
    }
}
