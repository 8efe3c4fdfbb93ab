namespace TenantOnboarding.Components.Certificates;

/// <summary>Why a file cannot be used as a certificate.</summary>
/// <param name="Found">What was found, as a clause: <c>which is empty</c>.</param>
/// <param name="Expected">What may stand there.</param>
/// <param name="Fix">What to do about it.</param>
internal sealed record CertificateProblem(string Found, string Expected, string Fix)
{
    /// <summary>What a file of a certificate holds.</summary>
    public const string PublicPart = "the public part of one certificate (.cer, .crt or .pem; DER or PEM)";

    /// <summary>How most mistakes are mended.</summary>
    public const string Export = "export the certificate without its private key from the product, and name that file";

    /// <summary>A file that is not such a certificate.</summary>
    public CertificateProblem(string found)
        : this(found, PublicPart, Export)
    {
    }
}
