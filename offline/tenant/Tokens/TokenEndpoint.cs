using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Tokens;

/// <summary><c>POST /{tenant}/oauth2/v2.0/token</c>: client credentials: a secret, a certificate or a federated token.</summary>
internal sealed class TokenEndpoint(TenantDirectory directory, AccessTokens tokens, ServerNames names) : IEndpoints
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public void Map(Router router)
    {
        router.Map("POST", "/{tenant}/oauth2/v2.0/token", Token, RouteAccess.Read);
        router.Map("GET", "/{tenant}/v2.0/.well-known/openid-configuration", Configuration);
        router.Map(
            "GET",
            "/{tenant}/discovery/v2.0/keys",
            _ => TenantResponse.PlainJson(200, new JsonObject { ["keys"] = new JsonArray(AccessTokens.PublicKey()) }));
    }

    private TenantResponse Token(TenantRequest request)
    {
        try
        {
            return Issue(request);
        }
        catch (TokenError exception)
        {
            return exception.Response(directory.Now);
        }
    }

    private TenantResponse Issue(TenantRequest request)
    {
        CheckTenant(request.Route["tenant"]);
        Dictionary<string, string> form = QueryHelpers.ParseQuery(request.Text).ToDictionary(
            p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
        string Need(string name) => form.TryGetValue(name, out string? value) && value.Length > 0
            ? value
            : throw new TokenError(400, "invalid_request", 900144, $"The request body must contain the following parameter: '{name}'.");

        string grant = Need("grant_type");
        if (grant != "client_credentials")
            throw new TokenError(400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grant}'.");
        string clientId = Need("client_id");
        string scope = Need("scope");
        Application application = FindApplication(clientId);
        request.Caller = Caller.Nobody with { AppId = application.AppId };
        CheckCredential(form, application);
        ServicePrincipal client = directory.FindServicePrincipalOf(application.AppId)
            ?? throw new TokenError(
                401,
                "invalid_client",
                7000229,
                $"The client application {application.AppId} is missing service principal in the tenant {directory.TenantId}. See "
                + "instructions here: https://go.microsoft.com/fwlink/?linkid=2225119");
        if (!client.AccountEnabled)
        {
            throw new TokenError(
                400, "unauthorized_client", 7000112, $"Application '{application.AppId}'({application.DisplayName}) is disabled.");
        }
        CheckRequiredAccess(application);
        (ServicePrincipal resource, string audience) = FindResource(scope);
        CheckAccess(client, resource);
        return TenantResponse.PlainJson(200, new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = AccessTokens.Lifetime,
            ["ext_expires_in"] = AccessTokens.Lifetime,
            ["access_token"] = tokens.Issue(client, resource, audience),
        }).With("Cache-Control", "no-store, no-cache");
    }

    private void CheckTenant(string tenant)
    {
        if (directory.IsTenant(tenant))
            return;
        throw Guid.TryParse(tenant, out _) || tenant.Contains('.', StringComparison.Ordinal)
            ? new TokenError(
                400,
                "invalid_request",
                90002,
                $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct "
                + "cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.")
            : new TokenError(
                400,
                "invalid_request",
                900023,
                $"Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.");
    }

    private Application FindApplication(string clientId) =>
        Guid.TryParse(clientId, out Guid appId) && directory.FindApplicationOf(appId) is { } application
            ? application
            : throw new TokenError(
                400,
                "unauthorized_client",
                700016,
                $"Application with identifier '{clientId}' was not found in the directory '{directory.DisplayName}'. This can happen "
                + "if the application has not been installed by the administrator of the tenant or consented to by any user in the "
                + "tenant. You may have sent your authentication request to the wrong tenant.");

    private void CheckCredential(Dictionary<string, string> form, Application application)
    {
        DateTimeOffset now = directory.Now;
        ServicePrincipal? principal = directory.FindServicePrincipalOf(application.AppId);
        if (form.TryGetValue("client_assertion", out string? assertion))
        {
            if (form.GetValueOrDefault("client_assertion_type") is not AssertionType)
            {
                throw new TokenError(
                    400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_assertion_type'.");
            }
            if (FederatedToken.Claims(assertion) is { } claims)
            {
                FederatedToken.Verify(assertion, claims, [.. directory.Store<Guid, FederatedCredential>().Visible
                    .Where(credential => credential.ApplicationId == application.Id)], now);
                return;
            }
            IReadOnlyList<KeyCredential> keys = [.. application.KeyCredentials, .. principal?.KeyCredentials ?? []];
            ClientAssertion.Verify(assertion, application.AppId, keys, Audiences(), names, now);
            return;
        }
        if (!form.TryGetValue("client_secret", out string? secret))
        {
            throw new TokenError(
                401,
                "invalid_client",
                7000218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
        }
        IEnumerable<PasswordCredential> passwords = application.PasswordCredentials.Concat(principal?.PasswordCredentials ?? []);
        if (passwords.FirstOrDefault(p => p.Secret == secret) is not { } password)
        {
            throw new TokenError(
                401,
                "invalid_client",
                7000215,
                $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the "
                + $"client secret ID, for a secret added to app '{application.AppId}'.");
        }
        if (password.EndDateTime <= now)
        {
            throw new TokenError(
                401,
                "invalid_client",
                7000222,
                $"The provided client secret keys for app '{application.AppId}' are expired. Visit the Azure portal to create new keys "
                + "for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: "
                + "https://aka.ms/certCreds.");
        }
    }

    /// <summary>
    /// What an assertion may be addressed to: the token endpoint, or the issuer, by the tenant's id or one of its domains.
    /// </summary>
    private List<string> Audiences()
    {
        List<string> audiences = [];
        foreach (string tenant in new[] { directory.TenantId.ToString(), directory.Domain, directory.MailDomain })
        {
            string authority = $"{names.Default}/{tenant}";
            audiences.AddRange([$"{authority}/oauth2/v2.0/token", $"{authority}/v2.0", $"{authority}/oauth2/token", authority]);
            audiences.Add($"{names.Default}//{tenant}/oauth2/v2.0/token"); // azuread's provider writes both slashes
        }
        return audiences;
    }

    /// <summary>
    /// Entra takes any id into <c>requiredResourceAccess</c>; the sign-in is where one that the resource does not publish comes to light.
    /// </summary>
    private void CheckRequiredAccess(Application application)
    {
        foreach (JsonObject api in (application.Graph["requiredResourceAccess"] as JsonArray ?? []).OfType<JsonObject>())
        {
            string resourceAppId = (string?)api["resourceAppId"] ?? "";
            if (!Guid.TryParse(resourceAppId, out Guid appId) || directory.FindServicePrincipalOf(appId) is not { } resource)
            {
                throw new TokenError(
                    400,
                    "invalid_resource",
                    650052,
                    $"The app is trying to access a service '{resourceAppId}' that your organization '{directory.DisplayName}' lacks a "
                    + "service principal for.");
            }
            foreach (JsonObject access in (api["resourceAccess"] as JsonArray ?? []).OfType<JsonObject>())
            {
                string id = (string?)access["id"] ?? "";
                IEnumerable<JsonObject> published = (string?)access["type"] == "Role" ? resource.AppRoles : resource.Scopes;
                if (!published.Any(p => id.Equals((string?)p["id"], StringComparison.OrdinalIgnoreCase)))
                {
                    throw new TokenError(
                        400,
                        "invalid_client",
                        65006,
                        $"Requested permission is invalid: the resource '{resource.DisplayName}' ({appId}) publishes no "
                        + $"{((string?)access["type"] == "Role" ? "application role" : "delegated scope")} with id '{id}', which "
                        + $"application '{application.AppId}' requires.");
                }
            }
        }
    }

    /// <summary>Who is known, and may sign in, may still be kept from an API: by its own rule, or by a policy of the tenant.</summary>
    private void CheckAccess(ServicePrincipal client, ServicePrincipal resource)
    {
        if (resource.AssignmentRequired
            && !directory.AppRoleAssignmentStore.Visible.Any(a => a.PrincipalId == client.Id && a.ResourceId == resource.Id))
        {
            throw new TokenError(
                400,
                "invalid_grant",
                501051,
                $"Application '{client.AppId}'({client.DisplayName}) is not assigned to a role for the application "
                + $"'{resource.AppId}'({resource.DisplayName}).");
        }
        Guid[] blocking =
        [
            .. directory.Store<Guid, ConditionalAccessPolicy>().Visible.Where(policy => policy.Blocks(client)).Select(policy => policy.Id),
        ];
        if (blocking.Length > 0)
        {
            throw new TokenError(
                400,
                "invalid_grant",
                53003,
                "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.")
            {
                BlockedBy = blocking,
            };
        }
    }

    private (ServicePrincipal Resource, string Audience) FindResource(string scope)
    {
        const string suffix = "/.default";
        if (scope.Contains(' ', StringComparison.Ordinal))
        {
            throw new TokenError(
                400,
                "invalid_scope",
                70011,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' "
                    + $"is not valid. The scope {scope} is not valid."));
        }
        if (!scope.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new TokenError(
                400,
                "invalid_scope",
                1002012,
                $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default "
                + "suffixed to the resource identifier (application ID URI).");
        }
        string identifier = scope[..^suffix.Length].TrimEnd('/');
        return tokens.FindResource(identifier) is { } resource
            ? (resource, identifier)
            : throw new TokenError(
                400,
                "invalid_resource",
                500011,
                $"The resource principal named {identifier} was not found in the tenant named {directory.DisplayName}. This can happen "
                + "if the application has not been installed by the administrator of the tenant or consented to by any user in the "
                + "tenant. You might have sent your authentication request to the wrong tenant.");
    }

    private TenantResponse Configuration(TenantRequest request)
    {
        string tenant = request.Route["tenant"];
        if (!directory.IsTenant(tenant))
        {
            return new TokenError(
                400,
                "invalid_tenant",
                90002,
                $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct "
                + "cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.")
                .Response(directory.Now);
        }
        return TenantResponse.PlainJson(200, new JsonObject
        {
            ["issuer"] = $"{request.BaseUrl}/{directory.TenantId}/v2.0",
            ["authorization_endpoint"] = $"{request.BaseUrl}/{tenant}/oauth2/v2.0/authorize",
            ["token_endpoint"] = $"{request.BaseUrl}/{tenant}/oauth2/v2.0/token",
            ["jwks_uri"] = $"{request.BaseUrl}/{tenant}/discovery/v2.0/keys",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt"),
            ["response_types_supported"] = new JsonArray("code", "id_token"),
            ["subject_types_supported"] = new JsonArray("pairwise"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
            ["tenant_region_scope"] = "EU",
        });
    }
}
