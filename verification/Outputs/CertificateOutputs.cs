namespace TenantOnboarding.Verification.Outputs;

/// <summary>The public facts of a declared certificate.</summary>
/// <param name="Thumbprint">SHA-1 of the DER form, 40 upper-case hexadecimal digits, as portals show it.</param>
/// <param name="Sha256">SHA-256 of the DER form, 64 upper-case hexadecimal digits.</param>
/// <param name="Subject">Distinguished name of the subject.</param>
/// <param name="NotBefore">Start of validity.</param>
/// <param name="NotAfter">End of validity.</param>
public sealed record CertificateOutputs(string Thumbprint, string Sha256, string Subject, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Whether it is valid at a moment: its first is within, its last is not.</summary>
    public bool IsValidAt(DateTimeOffset moment) => NotBefore <= moment && NotAfter > moment;
}
