using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Verification.Commands;

/// <summary>Fetches a certificate with its private key from Azure Key Vault; it stays in memory.</summary>
internal static class KeyVaultCertificate
{
    /// <exception cref="InputException">The integration has no vault, or the vault does not hand it out.</exception>
    public static async Task<X509Certificate2> LoadAsync(
        string integration, KeyVaultOutputs? vault, TokenCredential credential, SecretClientOptions? options,
            CancellationToken cancellationToken)
    {
        if (vault is null)
            throw new InputException(
                $"--key-vault: integration '{integration}' has its certificate not in Key Vault; expected integrations with keyVault. "
                + "Give the file with --certificate, or leave the integration out with --integration.");
        string? version = null, name = null;
        if (vault.SecretId.AbsolutePath.Trim('/').Split('/') is ["secrets", string secretName, ..] parts)
            (name, version) = (secretName, parts.Length > 2 ? parts[2] : null);
        if (name is null)
            throw new InputException(
                $"--key-vault: integration '{integration}' names '{vault.SecretId}'; expected https://VAULT/secrets/NAME. Deploy the "
                + "stack again.");
        try
        {
            SecretClient client = new(vault.VaultUri, credential, options);
            Response<KeyVaultSecret> secret = await client.GetSecretAsync(name, version, cancellationToken);
            byte[] content = secret.Value.Properties.ContentType == "application/x-pem-file"
                ? Encoding.UTF8.GetBytes(secret.Value.Value)
                : Convert.FromBase64String(secret.Value.Value);
            return CertificateFile.Read(content, password: null, $"the secret of integration '{integration}' in Key Vault");
        }
        catch (FormatException)
        {
            throw new InputException(
                $"--key-vault: integration '{integration}': the secret '{name}' is no certificate; expected PKCS#12 or PEM. Check the "
                + "certificate's policy in the vault.");
        }
        catch (RequestFailedException exception)
        {
            throw new InputException(
                $"--key-vault: integration '{integration}': {vault.VaultUri.Host} does not hand out '{name}' "
                + $"({exception.Status} {exception.ErrorCode}); expected the right to read secrets. Give your account the role 'Key Vault "
                + "Secrets User'.");
        }
        catch (AuthenticationFailedException exception)
        {
            throw new InputException(
                $"--key-vault: no Azure account to ask {vault.VaultUri.Host} with ({exception.Message.Split('\n')[0].Trim()}); expected "
                + "one. Run `az login`.");
        }
    }
}
