using System.Globalization;

namespace TenantOnboarding.Components.Exchange;

/// <summary>What Exchange must be told for Exchange Web Services.</summary>
internal static class EwsSetup
{
    /// <summary>Puts the application on the tenant's list of allowed applications.</summary>
    public static IEnumerable<string> AllowList(ExchangeSetup setup) =>
    [
        "",
        "# Exchange Web Services until "
            + MailboxProtocol.Ews.EndsOn!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            + ". The setting replaces the whole list, so it is read first.",
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

    /// <summary>Shows the list.</summary>
    public static IEnumerable<string> Tests(ExchangeSetup setup) =>
        ["Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy | Format-List EwsEnabled, EwsAllowedAppIDs"];
}
