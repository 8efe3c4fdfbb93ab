namespace TenantOnboarding.Verification.Results;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Info,
    /// <summary>Something that an administrator should look at; fails a strict verification only.</summary>
    Warning,
    /// <summary>The product will not work as declared, or holds what it should not.</summary>
    Error,
}
