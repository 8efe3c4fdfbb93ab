namespace TenantOnboarding.Fleet.Discovery;

/// <summary>A certificate of an application.</summary>
/// <param name="Thumbprint">SHA-1, 40 upper-case hexadecimal digits.</param>
/// <param name="NotAfter">Its last moment of validity, or null where the tenant does not say.</param>
/// <param name="Pem">Its public part as PEM; null where the tenant does not return it.</param>
internal sealed record ScannedCertificate(string Thumbprint, DateTimeOffset? NotAfter, string? Pem);
