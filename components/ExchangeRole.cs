using Pulumi;
using Pulumi.AzureAD;

namespace TenantOnboarding.Components;

/// <summary>The directory role that says what the application may do in Exchange Online PowerShell.</summary>
public sealed class ExchangeRole : ComponentResource
{
    /// <summary>Declares the component.</summary>
    /// <param name="name">Its name; its children's names begin with it.</param>
    /// <param name="args">The role and who gets it.</param>
    /// <param name="options">Its options; its children take the azuread provider from there.</param>
    public ExchangeRole(string name, ExchangeRoleArgs args, ComponentResourceOptions? options = null)
        : base("tenant-onboarding:index:ExchangeRole", name, options)
    {
        DirectoryRole role = new(
            $"{name}/role",
            new DirectoryRoleArgs { TemplateId = args.TemplateId },
            new CustomResourceOptions { Parent = this });
        _ = new DirectoryRoleAssignment(
            $"{name}/assignment",
            new DirectoryRoleAssignmentArgs { RoleId = role.TemplateId, PrincipalObjectId = args.PrincipalObjectId },
            new CustomResourceOptions { Parent = this });
        RegisterOutputs();
    }
}
