# Exchange Online setup for Activate in contoso.onmicrosoft.com.
# Made by the stack of this tenant; run it as an Exchange administrator. It may run again: each step looks before it writes.
# Changes take effect in Exchange after 30 minutes to 2 hours, the list of allowed EWS applications after up to 24 hours.
#Requires -Modules ExchangeOnlineManagement

$ErrorActionPreference = 'Stop'
$appId = 'c678ddbb-f1af-76fa-bedd-6f11e88a9c27'
$objectId = '2e66c920-216f-94d0-9e45-adf5b109c27e'
$displayName = 'Activate'
$domain = 'contoso.onmicrosoft.com'

Connect-ExchangeOnline -ShowBanner:$false
if ((Get-AcceptedDomain).DomainName -notcontains $domain) {
    throw "You are signed in to another tenant: this one does not hold $domain. Nothing was changed."
}

# Tests. What they print is for you to read; nothing is changed.
# As the application itself, on the machine that holds its certificate. The private key must be a CSP key (not CNG):
#   certutil -csp "Microsoft Enhanced RSA and AES Cryptographic Provider" -importpfx app.pfx
#   Connect-ExchangeOnline -AppId c678ddbb-f1af-76fa-bedd-6f11e88a9c27 -Organization contoso.onmicrosoft.com -CertificateThumbprint <thumbprint>
#   Get-Mailbox -ResultSize 1
Disconnect-ExchangeOnline -Confirm:$false
