using System.Collections.Immutable;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components.Exchange;

/// <summary>
/// Everything that Exchange Online must be told and that no Pulumi provider can declare, as one PowerShell script that an Exchange
/// administrator runs. It may run any number of times: each step looks before it writes.
/// </summary>
internal sealed record ExchangeSetup
{
    /// <summary>The integration's logical name, of which names in Exchange are made.</summary>
    public required string Name { get; init; }

    /// <summary>The application's name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>A domain of the tenant, by which the script recognises that it is in the right one.</summary>
    public required string Domain { get; init; }

    /// <summary>The cloud that holds the tenant.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>The application's client id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The object id of its service principal (enterprise application), not of the registration.</summary>
    public required string ServicePrincipalObjectId { get; init; }

    /// <summary>The protocols by which mailboxes are reached.</summary>
    public required ImmutableArray<MailboxProtocol> Protocols { get; init; }

    /// <summary>The mailboxes that may be reached, or null for all.</summary>
    public MailboxScope? Scope { get; init; }

    /// <summary>The object id of the group that scopes mailboxes, or null.</summary>
    public string? ScopeGroupObjectId { get; init; }

    /// <summary>Permissions on mail that Exchange grants for the mailboxes of <see cref="Scope"/> only.</summary>
    public ImmutableArray<Permission> ScopedPermissions { get; init; } = [];

    /// <summary>True where anything is needed of Exchange beyond consent.</summary>
    public static bool IsNeededFor(ImmutableArray<MailboxProtocol> protocols, MailboxScope? scope) =>
        scope is not null || protocols.Any(protocol => protocol.NeedsExchange);

    /// <summary>The script, lines ended by a line feed.</summary>
    public string ToScript()
    {
        List<string> lines = [];
        lines.AddRange(Preamble());
        if (NeedsServicePrincipal)
            lines.AddRange(ServicePrincipal());
        if (Scope is not null)
            lines.AddRange(Scope.Kind == MailboxScopeKind.Group ? GroupScope(Scope.Name) : AdministrativeUnit(Scope.Name));
        foreach (Permission permission in ScopedPermissions)
            lines.AddRange(RoleAssignment(permission));
        foreach (MailboxProtocol protocol in InOrder())
            lines.AddRange(protocol.Setup?.Invoke(this) ?? []);
        lines.AddRange(Tests());
        return string.Join('\n', lines) + "\n";
    }

    private bool NeedsServicePrincipal => ScopedPermissions.Length > 0 || Protocols.Any(protocol => protocol.NeedsServicePrincipal);

    private string ScopeName => $"{Name} mailboxes";

    /// <summary>The same order whatever the configuration's.</summary>
    private IEnumerable<MailboxProtocol> InOrder() => MailboxProtocol.Known.Where(protocol => Protocols.Contains(protocol));

    private IEnumerable<string> Preamble()
    {
        string environment = Cloud.ExchangeEnvironment is { } name ? $" -ExchangeEnvironmentName {name}" : "";
        return
        [
            PowerShellText.Comment($"Exchange Online setup for {DisplayName} in {Domain}."),
            "# Made by the stack of this tenant; run it as an Exchange administrator. It may run again: each step looks before it writes.",
            "# Changes take effect in Exchange after 30 minutes to 2 hours, the list of allowed EWS applications after up to 24 hours.",
            "#Requires -Modules ExchangeOnlineManagement",
            "",
            "$ErrorActionPreference = 'Stop'",
            $"$appId = {PowerShellText.Literal(ClientId)}",
            $"$objectId = {PowerShellText.Literal(ServicePrincipalObjectId)}",
            $"$displayName = {PowerShellText.Literal(DisplayName)}",
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

    private IEnumerable<string> GroupScope(string name) =>
    [
        "",
        PowerShellText.Comment($"The mailboxes that may be reached: direct members of {name}."),
        $"$group = Get-Group -Identity {PowerShellText.Literal(ScopeGroupObjectId ?? name)}",
        "$filter = \"MemberOfGroup -eq '$($group.DistinguishedName.Replace(\"'\", \"''\"))'\"",
        .. ScopedPermissions.Length == 0
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
        string scope = Scope!.Kind == MailboxScopeKind.Group
            ? "-CustomResourceScope $scopeName"
            : "-RecipientAdministrativeUnitScope $unit[0].Identity";
        return
        [
            "",
            PowerShellText.Comment($"{permission.Value} on these mailboxes only: {permission.Why}."),
            $"$role = {PowerShellText.Literal(permission.ExchangeApplicationRole!)}",
            $"$assignmentName = {PowerShellText.Literal($"{Name} {permission.Value}")}",
            "if (-not (Get-ManagementRoleAssignment -Role $role | Where-Object { $_.Name -eq $assignmentName })) {",
            $"    New-ManagementRoleAssignment -Name $assignmentName -App $objectId -Role $role {scope} | Out-Null",
            "}",
        ];
    }

    private IEnumerable<string> Tests()
    {
        yield return "";
        yield return "# Tests. What they print is for you to read; nothing is changed.";
        if (ScopedPermissions.Length > 0)
        {
            if (Scope!.Kind == MailboxScopeKind.Group)
            {
                yield return "$inside = Get-Mailbox -ResultSize 1 -Filter $filter";
                yield return "Test-ServicePrincipalAuthorization -Identity $objectId -Resource $inside.PrimarySmtpAddress | Format-Table";
            }
            else
            {
                yield return "Test-ServicePrincipalAuthorization -Identity $objectId | Format-Table";
            }
        }
        foreach (string line in InOrder().SelectMany(protocol => protocol.Tests?.Invoke(this) ?? []))
            yield return line;
        yield return "Disconnect-ExchangeOnline -Confirm:$false";
    }
}
