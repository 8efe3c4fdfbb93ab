namespace TenantOnboarding.Verification.Session;

/// <summary>The certificate that a host showed, as a browser here would judge it.</summary>
/// <param name="Names">The names that it is for.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="NotBefore">When it begins to be valid.</param>
/// <param name="NotAfter">When it ends.</param>
/// <param name="IsForHost">Whether one of its names is the host's.</param>
/// <param name="Distrust">Why it is not trusted apart from its name and dates, or null where it is.</param>
internal sealed record HostCertificate(IReadOnlyList<string> Names, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
    bool IsForHost, string? Distrust);
