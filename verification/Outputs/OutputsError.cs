namespace TenantOnboarding.Verification.Outputs;

/// <summary>One thing that is wrong with an outputs document.</summary>
/// <param name="Path">Where, for example <c>integrations.mailstore.clientId</c>.</param>
/// <param name="Found">What was found there.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Fix">What to do about it.</param>
public sealed record OutputsError(string Path, string Found, string Expected, string Fix)
{
    /// <summary>The error as one line.</summary>
    public override string ToString() => $"{Path}: found {Found}, expected {Expected}. {Fix}";
}
