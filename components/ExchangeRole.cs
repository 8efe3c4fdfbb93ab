using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Adoption;

namespace TenantOnboarding.Components;

/// <summary>The directory role that says what the application may do in Exchange Online PowerShell.</summary>
public sealed class ExchangeRole : ComponentResource
{
    /// <param name="name">The component's name.</param>
    /// <param name="templateId">The role's template id, the same in every tenant.</param>
    /// <param name="principalObjectId">Object id of the application's service principal.</param>
    /// <param name="existing">The application that is taken over, or null.</param>
    /// <param name="options">The component's options.</param>
    internal ExchangeRole(string name, string templateId, Input<string> principalObjectId, ExistingApplication? existing, ComponentResourceOptions options)
        : base("tenant-onboarding:index:ExchangeRole", name, options)
    {
        DirectoryRole role = new(
            $"{name}/role",
            new DirectoryRoleArgs { TemplateId = templateId },
            new CustomResourceOptions { Parent = this });
        _ = new DirectoryRoleAssignment(
            $"{name}/assignment",
            new DirectoryRoleAssignmentArgs { RoleId = role.TemplateId, PrincipalObjectId = principalObjectId },
            new CustomResourceOptions { Parent = this }.Import(
                existing?.DirectoryRoleAssignments.GetValueOrDefault(templateId) is { } id ? ImportIds.DirectoryRoleAssignment(id) : null));
        RegisterOutputs();
    }
}
