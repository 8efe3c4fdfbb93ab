# Exchange Online setup for MailStore Server in contoso.onmicrosoft.com.
# Made by the stack of this tenant; run it as an Exchange administrator. It may run again: each step looks before it writes.
# Changes take effect in Exchange after 30 minutes to 2 hours, the list of allowed EWS applications after up to 24 hours.
#Requires -Modules ExchangeOnlineManagement

$ErrorActionPreference = 'Stop'
$appId = 'bdd34318-d192-35b7-db34-c2947e7c82c3'
$objectId = '1857b123-7601-7ed3-36ed-4ddb9cc16b4a'
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

# The mailboxes that may be reached: direct members of Archive mailboxes.
$group = Get-Group -Identity '9afeb313-a64d-b4af-d4eb-09d0fa99115c'
$filter = "MemberOfGroup -eq '$($group.DistinguishedName.Replace("'", "''"))'"
$scopeName = 'mailstore mailboxes'
$scope = Get-ManagementScope | Where-Object { $_.Name -eq $scopeName }
if (-not $scope) {
    New-ManagementScope -Name $scopeName -RecipientRestrictionFilter $filter | Out-Null
} elseif ($scope.RecipientFilter -ne $filter) {
    Set-ManagementScope -Identity $scopeName -RecipientRestrictionFilter $filter
}

# Mail.Read on these mailboxes only: archives mail through Microsoft Graph.
$role = 'Application Mail.Read'
$assignmentName = 'mailstore Mail.Read'
if (-not (Get-ManagementRoleAssignment -Role $role | Where-Object { $_.Name -eq $assignmentName })) {
    New-ManagementRoleAssignment -Name $assignmentName -App $objectId -Role $role -CustomResourceScope $scopeName | Out-Null
}

# Tests. What they print is for you to read; nothing is changed.
$inside = Get-Mailbox -ResultSize 1 -Filter $filter
Test-ServicePrincipalAuthorization -Identity $objectId -Resource $inside.PrimarySmtpAddress | Format-Table
Disconnect-ExchangeOnline -Confirm:$false
