namespace TenantOnboarding.Verification.Checks;

/// <summary>Why no token of the application can be had.</summary>
/// <param name="Reason">In plain words.</param>
internal sealed record SignInFailure(string Reason);
