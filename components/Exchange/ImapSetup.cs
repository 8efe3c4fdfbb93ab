namespace TenantOnboarding.Components.Exchange;

/// <summary>What Exchange must be told for IMAP.</summary>
internal static class ImapSetup
{
    /// <summary>Grants the application each mailbox.</summary>
    public static IEnumerable<string> MailboxPermissions(ExchangeSetup setup) =>
    [
        "",
        "# IMAP asks for a permission on each mailbox.",
        setup.Scope is null
            ? "$mailboxes = Get-Mailbox -ResultSize Unlimited -RecipientTypeDetails UserMailbox, SharedMailbox"
            : "$mailboxes = Get-Mailbox -ResultSize Unlimited -Filter $filter",
        "foreach ($mailbox in $mailboxes) {",
        "    $granted = Get-MailboxPermission -Identity $mailbox.ExchangeGuid.ToString() -User $servicePrincipal.Identity "
            + "-ErrorAction SilentlyContinue",
        "    if (-not ($granted | Where-Object { $_.AccessRights -contains 'FullAccess' -and -not $_.Deny })) {",
        "        Add-MailboxPermission -Identity $mailbox.ExchangeGuid.ToString() -User $servicePrincipal.Identity "
            + "-AccessRights FullAccess -AutoMapping $false -Confirm:$false | Out-Null",
        "    }",
        "}",
    ];

    /// <summary>Shows one mailbox's permission.</summary>
    public static IEnumerable<string> Tests(ExchangeSetup setup) =>
    [
        "$mailboxes | Select-Object -First 1 | ForEach-Object { Get-MailboxPermission -Identity $_.ExchangeGuid.ToString() "
            + "-User $servicePrincipal.Identity } | Format-Table",
    ];
}
