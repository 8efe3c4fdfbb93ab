namespace TenantOnboarding.Components.Exchange;

/// <summary>How an administrator sees that Exchange Online PowerShell works for the application.</summary>
internal static class PowerShellSetup
{
    /// <summary>Signs in as the application.</summary>
    public static IEnumerable<string> Tests(ExchangeSetup setup) =>
    [
        "# As the application itself, on the machine that holds its certificate. The private key must be a CSP key (not CNG):",
        "#   certutil -csp \"Microsoft Enhanced RSA and AES Cryptographic Provider\" -importpfx app.pfx",
        PowerShellText.Comment(
            $"  Connect-ExchangeOnline -AppId {setup.ClientId} -Organization {setup.Domain} -CertificateThumbprint <thumbprint>"),
        "#   Get-Mailbox -ResultSize 1",
    ];
}
