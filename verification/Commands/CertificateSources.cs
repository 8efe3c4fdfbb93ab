using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Commands;

/// <summary>Gathers the certificates with private keys: from files and from Azure Key Vault.</summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class CertificateSources(Func<string, string?> environment)
{
    /// <summary>Loads what was named.</summary>
    /// <param name="files">Files.</param>
    /// <param name="passwordFile">File with the password of their private keys; null = VERIFY_CERTIFICATE_PASSWORD of the
    /// environment.</param>
    /// <param name="vaultsOf">The document whose vaults are asked, or null.</param>
    /// <param name="account">Makes the account that asks the vaults.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">Something cannot be loaded; holds every error.</exception>
    public async Task<IReadOnlyList<X509Certificate2>> LoadAsync(IReadOnlyList<string> files, string? passwordFile,
        OutputsDocument? vaultsOf, Func<TokenCredential> account, CancellationToken cancellationToken)
    {
        List<string> errors = [];
        List<X509Certificate2> loaded = [];
        string? password = Password(passwordFile, errors);
        foreach (string file in files)
            await TryAsync(() => Task.FromResult(CertificateFile.Load(file, password)));
        if (vaultsOf is not null)
        {
            TokenCredential asker = account();
            foreach ((string name, IntegrationOutputs integration) in vaultsOf.Integrations)
                await TryAsync(() => KeyVaultCertificate.LoadAsync(name, integration.KeyVault, asker, null, cancellationToken));
        }
        return errors.Count == 0 ? loaded : throw new InputException([.. errors]);

        async Task TryAsync(Func<Task<X509Certificate2>> load)
        {
            try
            {
                loaded.Add(await load());
            }
            catch (InputException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }
    }

    /// <summary>Nothing is proven without a private key or an operator, so that is refused before it looks like a verdict.</summary>
    /// <exception cref="InputException">An integration has no certificate.</exception>
    public static void RefuseMissing(OutputsDocument document, VerificationOptions options)
    {
        if (options.Operator is not null)
            return;
        string[] errors = [.. document.Integrations
            .Where(one => CertificateChoice.For(one.Value, document, options.Certificates, options.Clock.GetUtcNow()) is null)
            .Select(one => Missing(one.Key, one.Value, options.Certificates.Count))];
        if (errors.Length > 0)
            throw new InputException(errors);
    }

    private static string Missing(string name, IntegrationOutputs integration, int given)
    {
        string thumbprints = string.Join(" or ", integration.Certificates.Select(certificate => certificate.Thumbprint));
        return $"--certificate: found {(given == 0 ? "none" : "none that fits")} for integration '{name}', "
            + $"expected the certificate {thumbprints} with its private key. "
            + "Give it with --certificate, or leave the integration out with --integration.";
    }

    private string? Password(string? file, List<string> errors)
    {
        if (file is null)
            return environment("VERIFY_CERTIFICATE_PASSWORD");
        try
        {
            return File.ReadLines(file).FirstOrDefault() ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string problem = File.Exists(file) ? $"cannot be read ({exception.Message})" : "does not exist";
            errors.Add(
                $"--certificate-password-file: found '{file}', which {problem}; expected a file whose first line is the password. Check "
                + "the path.");
            return null;
        }
    }
}
