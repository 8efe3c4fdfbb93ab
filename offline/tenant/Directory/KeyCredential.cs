using System.Security.Cryptography.X509Certificates;

namespace SimulatedTenant.Directory;

/// <summary>A certificate of an application.</summary>
/// <param name="KeyId">Key id.</param>
/// <param name="Certificate">The certificate, public part.</param>
/// <param name="Type"><c>AsymmetricX509Cert</c>.</param>
/// <param name="Usage"><c>Verify</c> or <c>Sign</c>.</param>
/// <param name="DisplayName">Friendly name; the subject unless the request named one.</param>
/// <param name="StartDateTime">Start of validity as sent, or the certificate's own; ISO 8601.</param>
/// <param name="EndDateTime">End of validity as sent, or the certificate's own; ISO 8601.</param>
/// <param name="VisibleAt">When replication is done with it.</param>
public sealed record KeyCredential(
    Guid KeyId,
    X509Certificate2 Certificate,
    string Type,
    string Usage,
    string DisplayName,
    string StartDateTime,
    string EndDateTime,
    DateTimeOffset VisibleAt)
{
    /// <summary>
    /// SHA-1 of the DER form as 40 upper-case hexadecimal digits: what portals call the thumbprint, and Graph's <c>customKeyIdentifier</c>.
    /// </summary>
    public string Thumbprint => Certificate.Thumbprint;
}
