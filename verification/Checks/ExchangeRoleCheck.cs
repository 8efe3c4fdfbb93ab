using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Checks;

/// <summary>The application holds the directory role that gives it its rights in Exchange Online PowerShell.</summary>
internal sealed class ExchangeRoleCheck : ICheck
{
    public string Id => "exchange-role";
    public string Title => "Exchange role";
    public VerificationExitCode FailureClass => VerificationExitCode.OtherCheck;

    public bool AppliesTo(IntegrationOutputs integration) => integration.ExchangeRole is not null;

    public async Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        ExchangeRoleOutputs role = session.Integration.ExchangeRole!;
        if (await session.DirectoryAsync(DirectoryPermissions.DirectoryRoles, cancellationToken) is not DirectoryReader reader)
            return CheckOutcome.LeftOpen(session.WhyNoDirectory(DirectoryPermissions.DirectoryRoles));
        IReadOnlyList<UnifiedRoleAssignment> held =
            await reader.DirectoryRolesAsync(session.Integration.ServicePrincipalObjectId, cancellationToken);
        FindingList findings = new();
        // A built-in role's definition has the id of its template.
        if (!held.Any(a => string.Equals(a.RoleDefinitionId, role.TemplateId.ToString(), StringComparison.OrdinalIgnoreCase)))
            findings.Pending("the directory role to be listed", "EXCHANGE_ROLE_MISSING", role.DisplayName,
                "The application does not hold the directory role that the stack declares.", "Deploy the stack again.");
        foreach (UnifiedRoleAssignment extra in held.Where(a => !string.Equals(a.RoleDefinitionId, role.TemplateId.ToString(), StringComparison.OrdinalIgnoreCase)))
            findings.Warning("DIRECTORY_ROLE_NOT_DECLARED", extra.RoleDefinitionId ?? "a directory role",
                "The application holds a directory role that the stack does not declare.", "Declare it, or remove the assignment under 'Roles and administrators'.");
        return findings.ToOutcome(findings.HasErrors ? "the role is missing" : role.DisplayName);
    }
}
