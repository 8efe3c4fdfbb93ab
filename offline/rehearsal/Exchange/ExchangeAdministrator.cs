using SimulatedTenant;
using SimulatedTenant.Directory;
using TenantOnboarding.Verification.Outputs;
using DeclaredIntegration = TenantOnboarding.Verification.Outputs.IntegrationOutputs;

namespace TenantOnboarding.Rehearsal.Exchange;

/// <summary>
/// Plays the Exchange administrator who runs the stack's output <c>exchangeSetup</c>. The simulated tenant runs no PowerShell, so each
/// step of the
/// script is done on its Exchange side directly, from the structured outputs.
/// </summary>
internal sealed class ExchangeAdministrator(TenantServer tenant)
{
    /// <summary>Does what the script of one integration does; gives back what was done, one line each.</summary>
    public IReadOnlyList<string> Run(string name, DeclaredIntegration integration)
    {
        List<string> done = [];
        if (integration.ExchangeSetup is null)
            return done;
        ExchangeOrganization exchange = tenant.Directory.Exchange;
        IReadOnlyList<string> roles = integration.MailboxScope?.Roles ?? [];
        bool imap = integration.MailboxAccess.Contains("imap");
        if (roles.Count > 0 || imap)
        {
            exchange.RegisterExchangeServicePrincipal(integration.ClientId, integration.ServicePrincipalObjectId, integration.DisplayName);
            done.Add($"New-ServicePrincipal: {integration.DisplayName}");
        }

        DirectoryGroup? group = integration.MailboxScope is { Kind: MailboxScopeKind.Group }
            ? tenant.Directory.FindGroup(integration.MailboxScope.Name) : null;
        AdministrativeUnit? unit = integration.MailboxScope is { Kind: MailboxScopeKind.AdministrativeUnit } scope
            ? tenant.Directory.AdministrativeUnits.FirstOrDefault(one => one.DisplayName == scope.Name)
            : null;
        if (group is not null && roles.Count > 0)
        {
            string scopeName = $"{name} mailboxes";
            if (exchange.ManagementScopes.All(existing => existing.Name != scopeName))
                exchange.NewManagementScope(scopeName, group.Id);
            AssignRoles(scopeName, null, $"members of {group.DisplayName}");
        }
        else if (unit is not null)
        {
            AssignRoles(null, unit.Id, $"administrative unit {unit.DisplayName}");
        }

        if (imap)
        {
            DirectoryUser[] owners = [.. tenant.Directory.Users.Where(user => user.Mailbox is not null && InScope(user))];
            foreach (DirectoryUser owner in owners)
                exchange.AddMailboxPermission(owner.UserPrincipalName, integration.ServicePrincipalObjectId);
            done.Add($"Add-MailboxPermission: {owners.Length} mailboxes");
        }

        if (integration.MailboxAccess.Contains("ews")
            && !(exchange.EwsEnabled == true && exchange.EwsAllowedAppIds.Contains(integration.ClientId)))
        {
            exchange.SetOrganizationConfig(true, [.. exchange.EwsAllowedAppIds, integration.ClientId]);
            done.Add($"Set-OrganizationConfig: EwsEnabled true, EwsAllowedAppIDs with {integration.ClientId}");
        }

        return done;

        void AssignRoles(string? customScope, Guid? unitId, string whom)
        {
            foreach (string role in roles)
            {
                if (exchange.ManagementRoleAssignments.Any(existing => existing.AppId == integration.ClientId && existing.Role == role))
                    continue;
                exchange.NewManagementRoleAssignment(integration.ClientId, role, customScope, unitId);
                done.Add($"New-ManagementRoleAssignment: {role}, {whom}");
            }
        }

        bool InScope(DirectoryUser user) =>
            (group is null || group.Members.Contains(user.Id)) && (unit is null || unit.Members.Contains(user.Id));
    }
}
