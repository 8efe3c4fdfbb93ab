using System.Security.Cryptography.X509Certificates;

namespace TenantOnboarding.Rehearsal.Keys;

/// <summary>
/// The private keys that the rehearsal, playing the product, has at hand. They live in this process's memory and nowhere else.
/// </summary>
public sealed class PrivateKeys
{
    private readonly List<X509Certificate2> _certificates = [];

    /// <summary>The certificates with their private keys, in the order in which they came.</summary>
    public IReadOnlyList<X509Certificate2> All
    {
        get
        {
            lock (_certificates)
                return [.. _certificates];
        }
    }

    /// <summary>Takes a certificate with its private key; one that is already here changes nothing.</summary>
    public void Add(X509Certificate2 certificate)
    {
        lock (_certificates)
        {
            if (!_certificates.Exists(known => known.Thumbprint == certificate.Thumbprint))
                _certificates.Add(certificate);
        }
    }

    /// <summary>The certificate with this SHA-1 thumbprint (hex, any case), or null.</summary>
    public X509Certificate2? Find(string thumbprint)
    {
        lock (_certificates)
            return _certificates.Find(known => string.Equals(known.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase));
    }
}
