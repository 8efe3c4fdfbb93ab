namespace TenantOnboarding.Verification.Http;

/// <summary>A service of the tenant does not answer at all.</summary>
internal sealed class TenantUnreachableException(string host, string detail, Exception inner) : Exception(detail, inner)
{
    /// <summary>Host and port that were tried.</summary>
    public string Host { get; } = host;
}
