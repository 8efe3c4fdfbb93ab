using System.Text.Json.Nodes;

namespace SimulatedTenant.Directory;

/// <summary>
/// New applications and service principals as Graph shows them: every property with its default. The shapes also say which properties
/// exist.
/// </summary>
internal static class GraphShapes
{
    public static JsonObject Application() => new()
    {
        ["deletedDateTime"] = null,
        ["applicationTemplateId"] = null,
        ["disabledByMicrosoftStatus"] = null,
        ["createdDateTime"] = null,
        ["displayName"] = null,
        ["description"] = null,
        ["groupMembershipClaims"] = null,
        ["identifierUris"] = new JsonArray(),
        ["isDeviceOnlyAuthSupported"] = null,
        ["isFallbackPublicClient"] = null,
        ["nativeAuthenticationApisEnabled"] = null,
        ["notes"] = null,
        ["publisherDomain"] = null,
        ["serviceManagementReference"] = null,
        ["signInAudience"] = "AzureADMyOrg",
        ["tags"] = new JsonArray(),
        ["tokenEncryptionKeyId"] = null,
        ["uniqueName"] = null,
        ["samlMetadataUrl"] = null,
        ["defaultRedirectUri"] = null,
        ["certification"] = null,
        ["optionalClaims"] = null,
        ["servicePrincipalLockConfiguration"] = null,
        ["requestSignatureVerification"] = null,
        ["addIns"] = new JsonArray(),
        ["api"] = new JsonObject
        {
            ["acceptMappedClaims"] = null,
            ["knownClientApplications"] = new JsonArray(),
            ["requestedAccessTokenVersion"] = null,
            ["oauth2PermissionScopes"] = new JsonArray(),
            ["preAuthorizedApplications"] = new JsonArray(),
        },
        ["appRoles"] = new JsonArray(),
        ["info"] = new JsonObject
        {
            ["logoUrl"] = null,
            ["marketingUrl"] = null,
            ["privacyStatementUrl"] = null,
            ["supportUrl"] = null,
            ["termsOfServiceUrl"] = null,
        },
        ["parentalControlSettings"] = new JsonObject { ["countriesBlockedForMinors"] = new JsonArray(), ["legalAgeGroupRule"] = "Allow" },
        ["publicClient"] = new JsonObject { ["redirectUris"] = new JsonArray() },
        ["requiredResourceAccess"] = new JsonArray(),
        ["verifiedPublisher"] = new JsonObject { ["displayName"] = null, ["verifiedPublisherId"] = null, ["addedDateTime"] = null },
        ["web"] = new JsonObject
        {
            ["homePageUrl"] = null,
            ["logoutUrl"] = null,
            ["redirectUris"] = new JsonArray(),
            ["implicitGrantSettings"] = new JsonObject { ["enableAccessTokenIssuance"] = false, ["enableIdTokenIssuance"] = false },
            ["redirectUriSettings"] = new JsonArray(),
        },
        ["spa"] = new JsonObject { ["redirectUris"] = new JsonArray() },
        ["oauth2RequirePostResponse"] = false,
    };

    public static JsonObject ServicePrincipal() => new()
    {
        ["deletedDateTime"] = null,
        ["accountEnabled"] = true,
        ["alternativeNames"] = new JsonArray(),
        ["appDescription"] = null,
        ["applicationTemplateId"] = null,
        ["appOwnerOrganizationId"] = null,
        ["appRoleAssignmentRequired"] = false,
        ["createdDateTime"] = null,
        ["description"] = null,
        ["disabledByMicrosoftStatus"] = null,
        ["displayName"] = null,
        ["homepage"] = null,
        ["loginUrl"] = null,
        ["logoutUrl"] = null,
        ["notes"] = null,
        ["notificationEmailAddresses"] = new JsonArray(),
        ["preferredSingleSignOnMode"] = null,
        ["preferredTokenSigningKeyThumbprint"] = null,
        ["replyUrls"] = new JsonArray(),
        ["servicePrincipalNames"] = new JsonArray(),
        ["servicePrincipalType"] = "Application",
        ["signInAudience"] = null,
        ["tags"] = new JsonArray(),
        ["tokenEncryptionKeyId"] = null,
        ["samlSingleSignOnSettings"] = null,
        ["addIns"] = new JsonArray(),
        ["appRoles"] = new JsonArray(),
        ["info"] = new JsonObject
        {
            ["logoUrl"] = null,
            ["marketingUrl"] = null,
            ["privacyStatementUrl"] = null,
            ["supportUrl"] = null,
            ["termsOfServiceUrl"] = null,
        },
        ["oauth2PermissionScopes"] = new JsonArray(),
        ["resourceSpecificApplicationPermissions"] = new JsonArray(),
        ["samlMetadataUrl"] = null,
    };
}
