using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary><c>azuread_application</c> as a data source: by object id, client id, display name or identifier URI.</summary>
internal sealed class GetApplication(GraphClient graph) : IFunctionHandler
{
    /// <inheritdoc/>
    public string Token => "azuread:index/getApplication:getApplication";

    /// <inheritdoc/>
    public async Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        JsonObject application = await FindAsync(arguments, cancellationToken).ConfigureAwait(false);
        string id = application.Text("id") ?? throw new InvalidOperationException("API returned application with nil object ID");
        List<JsonObject> owners = await graph.ListAsync($"/v1.0/applications/{id}/owners", cancellationToken).ConfigureAwait(false);
        JsonObject? api = application["api"] as JsonObject;
        JsonObject? info = application["info"] as JsonObject;
        JsonObject? web = application["web"] as JsonObject;
        JsonObject? implicitGrant = web?["implicitGrantSettings"] as JsonObject;
        List<JsonObject> roles = application.Objects("appRoles");
        List<JsonObject> scopes = api.Objects("oauth2PermissionScopes");
        List<string> tags = application.Texts("tags");
        string? claims = application.Text("groupMembershipClaims");
        return PropertyBag.From(new Dictionary<string, object?>
        {
            ["apis"] = new List<object?>
            {
                new Dictionary<string, object?>
                {
                    ["knownClientApplications"] = api.Texts("knownClientApplications"),
                    ["mappedClaimsEnabled"] = api.Flag("acceptMappedClaims") ?? false,
                    ["oauth2PermissionScopes"] = scopes.Select(Scope).ToList(),
                    ["requestedAccessTokenVersion"] = PlainJson.ToPlain(api?["requestedAccessTokenVersion"]) ?? 1,
                },
            },
            ["appRoleIds"] = ById(roles),
            ["appRoles"] = roles.Select(Role).ToList(),
            ["clientId"] = application.Text("appId"),
            ["description"] = application.Text("description") ?? "",
            ["deviceOnlyAuthEnabled"] = application.Flag("isDeviceOnlyAuthSupported") ?? false,
            ["disabledByMicrosoft"] = application.Text("disabledByMicrosoftStatus") ?? "",
            ["displayName"] = application.Text("displayName") ?? "",
            ["fallbackPublicClientEnabled"] = application.Flag("isFallbackPublicClient") ?? false,
            ["featureTags"] = new List<object?>(),
            ["groupMembershipClaims"] = string.IsNullOrEmpty(claims) ? new List<string>() : [.. claims.Split(',')],
            ["id"] = $"/applications/{id}",
            ["identifierUri"] = application.Texts("identifierUris").FirstOrDefault() ?? "",
            ["identifierUris"] = application.Texts("identifierUris"),
            ["logoUrl"] = info.Text("logoUrl") ?? "",
            ["marketingUrl"] = info.Text("marketingUrl") ?? "",
            ["notes"] = application.Text("notes") ?? "",
            ["oauth2PermissionScopeIds"] = ById(scopes),
            ["oauth2PostResponseRequired"] = application.Flag("oauth2RequirePostResponse") ?? false,
            ["objectId"] = id,
            ["optionalClaims"] = new List<object?>(),
            ["owners"] = owners.Select(owner => owner.Text("id")).ToList(),
            ["privacyStatementUrl"] = info.Text("privacyStatementUrl") ?? "",
            ["publicClients"] = Uris(application, "publicClient"),
            ["publisherDomain"] = application.Text("publisherDomain") ?? "",
            ["requiredResourceAccesses"] = application.Objects("requiredResourceAccess").Select(access => new Dictionary<string, object?>
            {
                ["resourceAppId"] = access.Text("resourceAppId"),
                ["resourceAccesses"] = access.Objects("resourceAccess").Select(one => new Dictionary<string, object?>
                {
                    ["id"] = one.Text("id"),
                    ["type"] = one.Text("type"),
                }).ToList(),
            }).ToList(),
            ["serviceManagementReference"] = application.Text("serviceManagementReference") ?? "",
            ["signInAudience"] = application.Text("signInAudience") ?? "",
            ["singlePageApplications"] = Uris(application, "spa"),
            ["supportUrl"] = info.Text("supportUrl") ?? "",
            ["tags"] = tags,
            ["termsOfServiceUrl"] = info.Text("termsOfServiceUrl") ?? "",
            ["webs"] = new List<object?>
            {
                new Dictionary<string, object?>
                {
                    ["homepageUrl"] = web.Text("homePageUrl") ?? "",
                    ["implicitGrants"] = new List<object?>
                    {
                        new Dictionary<string, object?>
                        {
                            ["accessTokenIssuanceEnabled"] = implicitGrant.Flag("enableAccessTokenIssuance") ?? false,
                            ["idTokenIssuanceEnabled"] = implicitGrant.Flag("enableIdTokenIssuance") ?? false,
                        },
                    },
                    ["logoutUrl"] = web.Text("logoutUrl") ?? "",
                    ["redirectUris"] = web.Texts("redirectUris"),
                },
            },
        });
    }

    private async Task<JsonObject> FindAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        if (arguments.Text("objectId") is { } objectId)
        {
            return await graph.FindAsync($"/v1.0/applications/{objectId}", cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"Application with object ID \"{objectId}\" was not found");
        }

        (string property, string value) = arguments.Text("clientId") is { } clientId ? ("appId", clientId)
            : arguments.Text("displayName") is { } displayName ? ("displayName", displayName)
            : ("identifierUris", arguments.Text("identifierUri") ?? throw new InvalidOperationException("one of `clientId,displayName,identifierUri,objectId` must be specified"));
        string filter = property == "identifierUris"
            ? $"identifierUris/any(uri:uri eq {GraphClient.Quote(value)})"
            : $"{property} eq {GraphClient.Quote(value)}";
        List<JsonObject> found = await graph.ListAsync(GraphClient.Query("/v1.0/applications", ("$filter", filter)), cancellationToken).ConfigureAwait(false);
        return found.Count switch
        {
            0 => throw new InvalidOperationException($"No applications found matching filter: \"{filter}\""),
            > 1 => throw new InvalidOperationException($"Found multiple applications matching filter: \"{filter}\""),
            _ => found[0],
        };
    }

    private static Dictionary<string, object?> Role(JsonObject role) => new()
    {
        ["allowedMemberTypes"] = role.Texts("allowedMemberTypes"),
        ["description"] = role.Text("description") ?? "",
        ["displayName"] = role.Text("displayName") ?? "",
        ["enabled"] = role.Flag("isEnabled") ?? false,
        ["id"] = role.Text("id"),
        ["value"] = role.Text("value") ?? "",
    };

    private static Dictionary<string, object?> Scope(JsonObject scope) => new()
    {
        ["adminConsentDescription"] = scope.Text("adminConsentDescription") ?? "",
        ["adminConsentDisplayName"] = scope.Text("adminConsentDisplayName") ?? "",
        ["enabled"] = scope.Flag("isEnabled") ?? false,
        ["id"] = scope.Text("id"),
        ["type"] = scope.Text("type") ?? "",
        ["userConsentDescription"] = scope.Text("userConsentDescription") ?? "",
        ["userConsentDisplayName"] = scope.Text("userConsentDisplayName") ?? "",
        ["value"] = scope.Text("value") ?? "",
    };

    private static Dictionary<string, object?> ById(IEnumerable<JsonObject> permissions) => permissions
        .Where(permission => permission.Text("value") is { Length: > 0 })
        .ToDictionary(permission => permission.Text("value")!, permission => (object?)permission.Text("id"), StringComparer.Ordinal);

    private static List<object?> Uris(JsonObject application, string member) =>
        [new Dictionary<string, object?> { ["redirectUris"] = (application[member] as JsonObject).Texts("redirectUris") }];
}
