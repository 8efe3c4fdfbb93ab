namespace TenantOnboarding.Verification.Outputs;

/// <summary>One thing that is wrong with an outputs document.</summary>
/// <param name="Path">Where, for example <c>integrations.mailstore.clientId</c>.</param>
/// <param name="Met">What was met there.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="WayOut">What to do about it.</param>
public sealed record OutputsError(string Path, string Met, string Expected, string WayOut)
{
    /// <summary>The error as one line.</summary>
    public override string ToString() => $"{Path}: met {Met}, expected {Expected}. {WayOut}";
}
