using System.Collections.Immutable;
using TenantOnboarding.Configuration;
using TenantOnboarding.Permissions;

namespace TenantOnboarding.Exchange;

/// <summary>
/// Everything that Exchange Online must be told and that no Pulumi provider can declare, as one PowerShell script that an Exchange
/// administrator runs. It may run any number of times: each step looks before it writes.
/// </summary>
/// <param name="Integration">What is set up.</param>
/// <param name="Domain">A domain of the tenant, by which the script recognises that it is in the right one.</param>
/// <param name="Cloud">The cloud that holds the tenant.</param>
/// <param name="ClientId">The application's client id.</param>
/// <param name="ServicePrincipalObjectId">The object id of its service principal (enterprise application), not of the registration.</param>
/// <param name="ScopeGroupObjectId">The object id of the group that scopes mailboxes, or null.</param>
internal sealed record ExchangeSetup(
    IntegrationConfiguration Integration,
    string Domain,
    CloudEnvironment Cloud,
    string ClientId,
    string ServicePrincipalObjectId,
    string? ScopeGroupObjectId)
{
    /// <summary>True where the integration needs anything of Exchange beyond consent.</summary>
    public static bool IsNeededFor(IntegrationConfiguration integration) =>
        integration.MailboxScope is not null
        || integration.MailboxAccess.Any(access => access is MailboxAccess.Ews or MailboxAccess.Imap or MailboxAccess.ExchangePowerShell);

    /// <summary>The script, lines ended by a line feed.</summary>
    public string ToScript()
    {
        List<string> lines = [];
        lines.AddRange(Preamble());
        if (NeedsServicePrincipal)
            lines.AddRange(ServicePrincipal());
        if (Integration.MailboxScope is { } scope)
            lines.AddRange(scope.Kind == MailboxScopeKind.Group ? GroupScope() : AdministrativeUnit(scope.Name));
        foreach (Permission permission in Integration.ScopedPermissions)
            lines.AddRange(RoleAssignment(permission));
        if (Integration.MailboxAccess.Contains(MailboxAccess.Imap))
            lines.AddRange(MailboxPermissions());
        if (Integration.MailboxAccess.Contains(MailboxAccess.Ews))
            lines.AddRange(EwsAllowList());
        lines.AddRange(Tests());
        return string.Join('\n', lines) + "\n";
    }

    private bool NeedsServicePrincipal => Integration.ScopedPermissions.Length > 0 || Integration.MailboxAccess.Contains(MailboxAccess.Imap);

    private string ScopeName => $"{Integration.Name} mailboxes";

    private IEnumerable<string> Preamble()
    {
        string environment = Cloud switch
        {
            CloudEnvironment.UsGovernment => " -ExchangeEnvironmentName O365USGovGCCHigh",
            CloudEnvironment.Dod => " -ExchangeEnvironmentName O365USGovDoD",
            CloudEnvironment.China => " -ExchangeEnvironmentName O365China",
            _ => "",
        };
        return
        [
            PowerShellText.Comment($"Exchange Online setup for {Integration.DisplayName} in {Domain}."),
            "# Made by the stack of this tenant; run it as an Exchange administrator. It may run again: each step looks before it writes.",
            "# Changes take effect in Exchange after 30 minutes to 2 hours, the list of allowed EWS applications after up to 24 hours.",
            "#Requires -Modules ExchangeOnlineManagement",
            "",
            "$ErrorActionPreference = 'Stop'",
            $"$appId = {PowerShellText.Literal(ClientId)}",
            $"$objectId = {PowerShellText.Literal(ServicePrincipalObjectId)}",
            $"$displayName = {PowerShellText.Literal(Integration.DisplayName)}",
            $"$domain = {PowerShellText.Literal(Domain)}",
            "",
            $"Connect-ExchangeOnline{environment} -ShowBanner:$false",
            "if ((Get-AcceptedDomain).DomainName -notcontains $domain) {",
            "    throw \"You are signed in to another tenant: this one does not hold $domain. Nothing was changed.\"",
            "}",
        ];
    }

    private static IEnumerable<string> ServicePrincipal() =>
    [
        "",
        "# The application, as Exchange knows it.",
        "$servicePrincipal = Get-ServicePrincipal | Where-Object { $_.AppId -eq $appId }",
        "if ($servicePrincipal -and $servicePrincipal.ObjectId -ne $objectId) {",
        "    Remove-ServicePrincipal -Identity $servicePrincipal.Identity -Confirm:$false",
        "    $servicePrincipal = $null",
        "}",
        "if (-not $servicePrincipal) {",
        "    $servicePrincipal = New-ServicePrincipal -AppId $appId -ObjectId $objectId -DisplayName $displayName",
        "}",
    ];

    private IEnumerable<string> GroupScope() =>
    [
        "",
        PowerShellText.Comment($"The mailboxes that may be reached: direct members of {Integration.MailboxScope!.Name}."),
        $"$group = Get-Group -Identity {PowerShellText.Literal(ScopeGroupObjectId ?? Integration.MailboxScope.Name)}",
        "$filter = \"MemberOfGroup -eq '$($group.DistinguishedName.Replace(\"'\", \"''\"))'\"",
        .. Integration.ScopedPermissions.Length == 0
            ? ImmutableArray<string>.Empty
            :
            [
                $"$scopeName = {PowerShellText.Literal(ScopeName)}",
                "$scope = Get-ManagementScope | Where-Object { $_.Name -eq $scopeName }",
                "if (-not $scope) {",
                "    New-ManagementScope -Name $scopeName -RecipientRestrictionFilter $filter | Out-Null",
                "} elseif ($scope.RecipientFilter -ne $filter) {",
                "    Set-ManagementScope -Identity $scopeName -RecipientRestrictionFilter $filter",
                "}",
            ],
    ];

    private static IEnumerable<string> AdministrativeUnit(string name) =>
    [
        "",
        PowerShellText.Comment($"The mailboxes that may be reached: members of the administrative unit {name}."),
        $"$unitName = {PowerShellText.Literal(name)}",
        "$unit = @(Get-AdministrativeUnit | Where-Object { $_.DisplayName -eq $unitName })",
        "if ($unit.Count -ne 1) {",
        "    throw \"$($unit.Count) administrative units are called $unitName; exactly one is needed.\"",
        "}",
    ];

    private IEnumerable<string> RoleAssignment(Permission permission)
    {
        string scope = Integration.MailboxScope!.Kind == MailboxScopeKind.Group
            ? "-CustomResourceScope $scopeName"
            : "-RecipientAdministrativeUnitScope $unit[0].Identity";
        return
        [
            "",
            PowerShellText.Comment($"{permission.Value} on these mailboxes only: {permission.Why}."),
            $"$role = {PowerShellText.Literal(permission.ExchangeApplicationRole!)}",
            $"$assignmentName = {PowerShellText.Literal($"{Integration.Name} {permission.Value}")}",
            "if (-not (Get-ManagementRoleAssignment -Role $role | Where-Object { $_.Name -eq $assignmentName })) {",
            $"    New-ManagementRoleAssignment -Name $assignmentName -App $objectId -Role $role {scope} | Out-Null",
            "}",
        ];
    }

    private IEnumerable<string> MailboxPermissions() =>
    [
        "",
        "# IMAP asks for a permission on each mailbox.",
        Integration.MailboxScope is null
            ? "$mailboxes = Get-Mailbox -ResultSize Unlimited -RecipientTypeDetails UserMailbox, SharedMailbox"
            : "$mailboxes = Get-Mailbox -ResultSize Unlimited -Filter $filter",
        "foreach ($mailbox in $mailboxes) {",
        "    $granted = Get-MailboxPermission -Identity $mailbox.ExchangeGuid.ToString() -User $servicePrincipal.Identity -ErrorAction SilentlyContinue",
        "    if (-not ($granted | Where-Object { $_.AccessRights -contains 'FullAccess' -and -not $_.Deny })) {",
        "        Add-MailboxPermission -Identity $mailbox.ExchangeGuid.ToString() -User $servicePrincipal.Identity -AccessRights FullAccess -AutoMapping $false -Confirm:$false | Out-Null",
        "    }",
        "}",
    ];

    private static IEnumerable<string> EwsAllowList() =>
    [
        "",
        $"# Exchange Web Services until {ExchangeWebServices.EndOfLife:yyyy-MM-dd}. The setting replaces the whole list, so it is read first.",
        "$organization = Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy",
        "$allowed = @(\"$($organization.EwsAllowedAppIDs)\" -split '[,;\\s]+' | Where-Object { $_ })",
        "if ($organization.EwsEnabled -ne $true -or $allowed -notcontains $appId) {",
        "    if ($organization.EwsEnabled -ne $true) {",
        "        Write-Warning 'EWS is now allowed for the applications of the list only; add every other application that still uses it.'",
        "    }",
        "    $allowed = @($allowed) + $appId | Sort-Object -Unique",
        "    Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs ($allowed -join ',')",
        "}",
    ];

    private IEnumerable<string> Tests()
    {
        yield return "";
        yield return "# Tests. What they print is for you to read; nothing is changed.";
        if (Integration.ScopedPermissions.Length > 0)
        {
            if (Integration.MailboxScope!.Kind == MailboxScopeKind.Group)
            {
                yield return "$inside = Get-Mailbox -ResultSize 1 -Filter $filter";
                yield return "Test-ServicePrincipalAuthorization -Identity $objectId -Resource $inside.PrimarySmtpAddress | Format-Table";
            }
            else
            {
                yield return "Test-ServicePrincipalAuthorization -Identity $objectId | Format-Table";
            }
        }
        if (Integration.MailboxAccess.Contains(MailboxAccess.Imap))
            yield return "$mailboxes | Select-Object -First 1 | ForEach-Object { Get-MailboxPermission -Identity $_.ExchangeGuid.ToString() -User $servicePrincipal.Identity } | Format-Table";
        if (Integration.MailboxAccess.Contains(MailboxAccess.Ews))
            yield return "Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy | Format-List EwsEnabled, EwsAllowedAppIDs";
        if (Integration.MailboxAccess.Contains(MailboxAccess.ExchangePowerShell))
        {
            yield return "# As the application itself, on the machine that holds its certificate. The private key must be a CSP key (not CNG):";
            yield return "#   certutil -csp \"Microsoft Enhanced RSA and AES Cryptographic Provider\" -importpfx app.pfx";
            yield return PowerShellText.Comment($"  Connect-ExchangeOnline -AppId {ClientId} -Organization {Domain} -CertificateThumbprint <thumbprint>");
            yield return "#   Get-Mailbox -ResultSize 1";
        }
        yield return "Disconnect-ExchangeOnline -Confirm:$false";
    }
}
