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

# IMAP asks for a permission on each mailbox.
$mailboxes = Get-Mailbox -ResultSize Unlimited -RecipientTypeDetails UserMailbox, SharedMailbox
foreach ($mailbox in $mailboxes) {
    $granted = Get-MailboxPermission -Identity $mailbox.ExchangeGuid.ToString() -User $servicePrincipal.Identity -ErrorAction SilentlyContinue
    if (-not ($granted | Where-Object { $_.AccessRights -contains 'FullAccess' -and -not $_.Deny })) {
        Add-MailboxPermission -Identity $mailbox.ExchangeGuid.ToString() -User $servicePrincipal.Identity -AccessRights FullAccess -AutoMapping $false -Confirm:$false | Out-Null
    }
}

# Tests. What they print is for you to read; nothing is changed.
$mailboxes | Select-Object -First 1 | ForEach-Object { Get-MailboxPermission -Identity $_.ExchangeGuid.ToString() -User $servicePrincipal.Identity } | Format-Table
Disconnect-ExchangeOnline -Confirm:$false
