namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>A certificate that the rehearsal made in place of a configured one.</summary>
/// <param name="Path">The configured file.</param>
/// <param name="PublicPart">The file with the stand-in's public part.</param>
/// <param name="Thumbprint">The stand-in's SHA-1 thumbprint, 40 upper-case hexadecimal digits.</param>
/// <param name="KeySize">Bits of its RSA key.</param>
/// <param name="Original">The configured certificate's thumbprint, written alike.</param>
internal sealed record StandIn(string Path, string PublicPart, string Thumbprint, int KeySize, string Original);
