using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Checks;

/// <summary>The application holds the directory role that gives it its rights in Exchange Online PowerShell.</summary>
internal sealed class ExchangeRoleCheck : ICheck
{
    public string Id => "exchange-role";
    public string Title => "Exchange role";
    public VerificationExitCode FailureClass => VerificationExitCode.OtherCheck;
    public IReadOnlyList<string> Needs => [SignInCheck.CheckId];

    public bool AppliesTo(IntegrationOutputs integration) => integration.ExchangeRole is not null;

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ExchangeRoleOutputs role = context.Integration.ExchangeRole!;
        if (await context.DirectoryAsync(DirectoryPermissions.DirectoryRoles, cancellationToken) is not DirectoryReader reader)
            return CheckOutcome.LeftOpen(context.WhyNoDirectory(DirectoryPermissions.DirectoryRoles));
        IReadOnlyList<UnifiedRoleAssignment> held =
            await reader.DirectoryRolesAsync(context.Integration.ServicePrincipalObjectId, cancellationToken);
        FindingList findings = new();
        if (!held.Any(IsDeclared))
            findings.Add(ExchangeFindings.RoleMissing(role));
        foreach (UnifiedRoleAssignment extra in held.Where(assignment => !IsDeclared(assignment)))
            findings.Add(ExchangeFindings.RoleNotDeclared(extra.RoleDefinitionId));
        return findings.ToOutcome(findings.HasErrors ? "the role is missing" : role.DisplayName);

        // A built-in role's definition has the id of its template.
        bool IsDeclared(UnifiedRoleAssignment assignment) =>
            string.Equals(assignment.RoleDefinitionId, role.TemplateId.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
