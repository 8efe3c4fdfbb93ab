namespace TenantOnboarding.Verification.Results;

/// <summary>One thing that a check found.</summary>
/// <param name="Code">Stable name, for example <c>MAILBOX_NOT_PROVISIONED</c>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Subject">What it is about: an address, a permission, a thumbprint.</param>
/// <param name="Cause">What is the case, in plain words.</param>
/// <param name="Fix">What to do about it.</param>
/// <param name="Detail">The error as it was found; null where there was none.</param>
/// <param name="Script">Commands of the fix, to be copied as they are; null where there are none.</param>
public sealed record Finding(string Code, Severity Severity, string Subject, string Cause, string Fix, string? Detail = null, string? Script = null);
