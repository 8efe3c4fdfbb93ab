# Exchange Online setup for MailStore Server in contoso.onmicrosoft.com.
# Made by the stack of this tenant; run it as an Exchange administrator. It may run again: each step looks before it writes.
# Changes take effect in Exchange after 30 minutes to 2 hours, the list of allowed EWS applications after up to 24 hours.
#Requires -Modules ExchangeOnlineManagement

$ErrorActionPreference = 'Stop'
$appId = '0d9e8c7b-1111-4222-8333-444455556666'
$objectId = '7a6b5c4d-1111-4222-8333-444455556666'
$displayName = 'MailStore Server'
$domain = 'contoso.onmicrosoft.com'

Connect-ExchangeOnline -ShowBanner:$false
if ((Get-AcceptedDomain).DomainName -notcontains $domain) {
    throw "You are signed in to another tenant: this one does not hold $domain. Nothing was changed."
}

# The application, as Exchange knows it.
$servicePrincipal = Get-ServicePrincipal | Where-Object { $_.AppId -eq $appId }
if ($servicePrincipal -and $servicePrincipal.ObjectId -ne $objectId) {
    Remove-ServicePrincipal -Identity $servicePrincipal.Identity -Confirm:$false
    $servicePrincipal = $null
}
if (-not $servicePrincipal) {
    $servicePrincipal = New-ServicePrincipal -AppId $appId -ObjectId $objectId -DisplayName $displayName
}

# The mailboxes that may be reached: members of the administrative unit Headquarters.
$unitName = 'Headquarters'
$unit = @(Get-AdministrativeUnit | Where-Object { $_.DisplayName -eq $unitName })
if ($unit.Count -ne 1) {
    throw "$($unit.Count) administrative units are called $unitName; exactly one is needed."
}

# Mail.Read on these mailboxes only: archives mail through Microsoft Graph.
$role = 'Application Mail.Read'
$assignmentName = 'mailstore Mail.Read'
if (-not (Get-ManagementRoleAssignment -Role $role | Where-Object { $_.Name -eq $assignmentName })) {
    New-ManagementRoleAssignment -Name $assignmentName -App $objectId -Role $role -RecipientAdministrativeUnitScope $unit[0].Identity | Out-Null
}

# full_access_as_app on these mailboxes only: archives mail through Exchange Web Services.
$role = 'Application EWS.AccessAsApp'
$assignmentName = 'mailstore full_access_as_app'
if (-not (Get-ManagementRoleAssignment -Role $role | Where-Object { $_.Name -eq $assignmentName })) {
    New-ManagementRoleAssignment -Name $assignmentName -App $objectId -Role $role -RecipientAdministrativeUnitScope $unit[0].Identity | Out-Null
}

# Exchange Web Services until 2027-04-01. The setting replaces the whole list, so it is read first.
$organization = Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy
$allowed = @("$($organization.EwsAllowedAppIDs)" -split '[,;\s]+' | Where-Object { $_ })
if ($organization.EwsEnabled -ne $true -or $allowed -notcontains $appId) {
    if ($organization.EwsEnabled -ne $true) {
        Write-Warning 'EWS is now allowed for the applications of the list only; add every other application that still uses it.'
    }
    $allowed = @($allowed) + $appId | Sort-Object -Unique
    Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs ($allowed -join ',')
}

# Tests. What they print is for you to read; nothing is changed.
Test-ServicePrincipalAuthorization -Identity $objectId | Format-Table
Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy | Format-List EwsEnabled, EwsAllowedAppIDs
Disconnect-ExchangeOnline -Confirm:$false
