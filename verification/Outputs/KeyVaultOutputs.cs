namespace TenantOnboarding.Verification.Outputs;

/// <summary>A certificate that Azure Key Vault made and renews.</summary>
/// <param name="VaultUri">Address of the vault.</param>
/// <param name="CertificateName">Name of the certificate in it.</param>
/// <param name="SecretId">Address of the secret that holds certificate and private key.</param>
public sealed record KeyVaultOutputs(Uri VaultUri, string CertificateName, Uri SecretId);
