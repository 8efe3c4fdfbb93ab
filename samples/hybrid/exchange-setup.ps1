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
Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy | Format-List EwsEnabled, EwsAllowedAppIDs
Disconnect-ExchangeOnline -Confirm:$false
