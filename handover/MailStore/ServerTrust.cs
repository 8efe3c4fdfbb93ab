using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver.MailStore;

/// <summary>Decides whether a server's TLS certificate is trusted: by the machine's authorities, or by one thumbprint and nothing
/// else.</summary>
/// <param name="thumbprint">SHA-256 in hexadecimal; null: by the machine's authorities.</param>
internal sealed class ServerTrust(string? thumbprint)
{
    private const int LongestSubject = 200;

    /// <summary>Why the last certificate was refused; null where none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>A handler that asks this trust, follows no redirect and keeps no cookie.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, problems) => Trusts(certificate, problems) },
    };

    private bool Trusts(X509Certificate? certificate, SslPolicyErrors problems)
    {
        if (certificate is null)
            return Refuse("it shows no TLS certificate");
        string found = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        string subject = Visible.Short(certificate.Subject, LongestSubject);
        if (thumbprint is null)
            return problems == SslPolicyErrors.None || Refuse($"its TLS certificate is not trusted ({Words(problems)}); found: SHA-256 "
                + $"{found} ({subject}). Where that is the one that MailStore's service configuration shows, give it with "
                + "--mailstore-thumbprint; else somebody stands between");
        return CryptographicOperations.FixedTimeEquals(Convert.FromHexString(found), Convert.FromHexString(thumbprint))
            || Refuse($"its TLS certificate is another one; found: SHA-256 {found} ({subject}), expected {thumbprint}. Where "
                + "MailStore was given a new one, give its thumbprint; else somebody stands between");
    }

    private bool Refuse(string why)
    {
        Refusal = why;
        return false;
    }

    private static string Words(SslPolicyErrors problems) => problems switch
    {
        SslPolicyErrors.RemoteCertificateNameMismatch => "it is for another name",
        SslPolicyErrors.RemoteCertificateChainErrors => "it comes from no authority that this machine knows",
        _ => "it is for another name, and comes from no authority that this machine knows",
    };
}
