using Pulumi;
using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Components.Adoption;

/// <summary>
/// <c>pulumi import</c> for one consent, ready to be pasted into bash or PowerShell: with parent and provider, without which the CLI
/// would make a second resource under another URN, and without the protection that it adds by itself.  </summary>
internal static class ImportCommands
{
    private const string Parents = "tenant-onboarding:index:Integration$tenant-onboarding:index:ApplicationPermissions";

    /// <summary>The command for an app role assignment.</summary>
    public static string AppRoleAssignment(IntegrationConfiguration integration, string api, string permission, string id) =>
        Command(integration, "azuread:index/appRoleAssignment:AppRoleAssignment", $"{api}/{permission}", id);

    /// <summary>The command for a delegated grant.</summary>
    public static string DelegatedGrant(IntegrationConfiguration integration, string api, string id) => Command(
        integration, "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant", $"{api}/delegated",
        id);

    private static string Command(IntegrationConfiguration integration, string type, string name, string id)
    {
        string stack = $"urn:pulumi:{Deployment.Instance.StackName}::{Deployment.Instance.ProjectName}";
        string permissions = $"{integration.Name}/permissions";
        return $"pulumi import {type} '{permissions}/{name}' '{id}' --protect=false "
            + $"--parent 'permissions={stack}::{Parents}::{permissions}' --provider 'tenant={stack}::pulumi:providers:azuread::tenant'";
    }
}
