using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.HandOver.Sheets;

/// <summary>Activate's connection: app-only PowerShell for Exchange Online, never an account with a password.</summary>
internal static class ActivateDialogs
{
    // https://learn.microsoft.com/powershell/module/exchange/connect-exchangeonline#-exchangeenvironmentname
    private static readonly Dictionary<Cloud, string> ExchangeEnvironments = new()
    {
        [Cloud.Public] = "",
        [Cloud.UsGovernment] = " -ExchangeEnvironmentName O365USGovGCCHigh",
        [Cloud.Dod] = " -ExchangeEnvironmentName O365USGovDoD",
        [Cloud.China] = " -ExchangeEnvironmentName O365China",
    };

    public static IEnumerable<SheetSection> Of(SheetContext context)
    {
        string thumbprint = context.Integration.Certificates.OrderByDescending(one => one.IsValidAt(context.Now))
            .ThenByDescending(one => one.NotAfter).First().Thumbprint;
        yield return new("Connection to Exchange Online", "Activate, on the job server",
        [
            context.ClientId,
            new(SheetAct.Enter, "Organization", context.Tenant.Domain),
            context.TenantId,
            .. context.Certificates("Certificate, thumbprint"),
            new(SheetAct.Leave, "Account and password", "empty", "The application signs in with its certificate. Its key lies in the "
                + "certificate store of the account that runs Activate, as a CSP key: Exchange Online PowerShell takes no CNG key."),
        ]);
        yield return new("Test", "PowerShell on the job server, as the account that runs Activate",
        [
            .. context.ExchangeSetup(),
            new(SheetAct.Run, "Connect", $"Connect-ExchangeOnline -AppId {context.Integration.ClientId} "
                + $"-Organization {context.Tenant.Domain} -CertificateThumbprint {thumbprint}{ExchangeEnvironments[context.Cloud]}"),
            new(SheetAct.Run, "Read a mailbox", "Get-Mailbox -ResultSize 1"),
            .. Role(context),
        ]);
    }

    private static IEnumerable<SheetEntry> Role(SheetContext context)
    {
        if (context.Integration.ExchangeRole is { } role)
            yield return new(SheetAct.Compare, "Role of the application", role.DisplayName, "What the commands may do.");
    }
}
