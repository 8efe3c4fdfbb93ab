namespace TenantOnboarding.Components.Adoption;

/// <summary>Ids by which the azuread provider imports what exists, in the form of its documentation.</summary>
internal static class ImportIds
{
    public static string Application(string objectId) => $"/applications/{objectId}";

    public static string Owner(string applicationObjectId, string ownerObjectId) =>
        $"/applications/{applicationObjectId}/owners/{ownerObjectId}";

    public static string WebRedirectUris(string applicationObjectId) => $"/applications/{applicationObjectId}/redirectUris/Web";

    public static string ApiAccess(string applicationObjectId, string apiClientId) =>
        $"/applications/{applicationObjectId}/apiAccess/{apiClientId}";

    public static string ServicePrincipal(string objectId) => $"/servicePrincipals/{objectId}";

    public static string AppRoleAssignment(string resourceObjectId, string id) =>
        $"/servicePrincipals/{resourceObjectId}/appRoleAssignedTo/{id}";

    public static string DelegatedGrant(string id) => $"/oauth2PermissionGrants/{id}";

    public static string DirectoryRoleAssignment(string id) => $"/roleManagement/directory/roleAssignments/{id}";
}
