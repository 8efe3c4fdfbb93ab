namespace TenantOnboarding.Verification.Session;

/// <summary>How far an attempt to reach a host came.</summary>
internal enum HostOutcome
{
    /// <summary>Its name is not known here.</summary>
    Unresolved,
    /// <summary>None of its addresses answers, or not in time.</summary>
    Unreachable,
    /// <summary>It answers, but not with TLS 1.2 or 1.3.</summary>
    WithoutTls,
    /// <summary>It showed a certificate.</summary>
    Answered,
}
