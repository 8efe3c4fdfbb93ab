using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver.Sheets;

/// <summary>An integration for whose product a sheet is made, and the entries that every product needs.</summary>
/// <param name="Name">Logical name of the integration.</param>
/// <param name="Integration">What the tenant gave it.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Now">The moment by which certificates are judged.</param>
internal sealed record SheetContext(string Name, IntegrationOutputs Integration, TenantOutputs Tenant, DateTimeOffset Now)
{
    /// <summary>The cloud that holds the tenant.</summary>
    public Cloud Cloud => Cloud.Of(Tenant.Environment);

    public SheetEntry ClientId => new(SheetAct.Enter, "Application (client) ID", Integration.ClientId.ToString());

    public SheetEntry TenantId => new(SheetAct.Enter, "Directory (tenant) ID", Tenant.Id.ToString());

    /// <summary>The protocols by which mailboxes are reached, each with what to call it.</summary>
    public IEnumerable<MailboxProtocol> Protocols => MailboxProtocol.All.Where(protocol => protocol.IsUsedBy(Integration));

    /// <summary>The certificates that the tenant takes: what the product shows must be one of them.</summary>
    public IEnumerable<SheetEntry> Certificates(string field)
    {
        bool several = Integration.Certificates.Count > 1;
        foreach (CertificateOutputs certificate in Integration.Certificates.OrderByDescending(certificate => certificate.NotAfter))
            yield return new(SheetAct.Compare, field, certificate.Thumbprint, Validity(certificate)
                + (several ? " The product signs in with one of those that are listed here." : ""));
        if (Integration.KeyVault is { } vault)
            yield return new(SheetAct.Enter, "Certificate with its private key", $"{vault.CertificateName} in {vault.VaultUri}",
                "Azure Key Vault made it, keeps it and renews it; the product takes it from there.");
    }

    /// <summary>What an administrator of Exchange does first; nothing where consent is enough.</summary>
    public IEnumerable<SheetEntry> ExchangeSetup()
    {
        if (Integration.ExchangeSetup is not null)
            yield return new(SheetAct.Run, "PowerShell, once, as an Exchange administrator", $"./exchange-setup-{Name}.ps1",
                "The verification writes it with --exchange-setup. Exchange needs up to two hours to follow, its list for EWS up to a "
                + "day.");
    }

    private string Validity(CertificateOutputs certificate)
    {
        string subject = $"{certificate.Subject}, valid from {Words.Date(certificate.NotBefore)} to {Words.Date(certificate.NotAfter)}";
        return certificate.NotAfter <= Now ? $"{subject}: it has expired, and the tenant refuses it."
            : certificate.NotBefore > Now ? $"{subject}: it is not valid yet."
            : $"{subject}.";
    }
}
