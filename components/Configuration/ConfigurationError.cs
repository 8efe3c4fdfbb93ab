namespace TenantOnboarding.Configuration;

/// <summary>One mistake in a stack's configuration.</summary>
/// <param name="Path">The setting, as it is written in the stack file, for example <c>tenant-onboarding:integrations.mailstore.signIn.port</c>.</param>
/// <param name="Met">What stands there, or <c>nothing</c>.</param>
/// <param name="Expected">What may stand there.</param>
/// <param name="WayOut">What to do about it.</param>
public sealed record ConfigurationError(string Path, string Met, string Expected, string WayOut)
{
    /// <summary>Four short lines: setting, value met, what was expected, way out.</summary>
    public override string ToString() =>
        $"{Path}\n    met:      {Met}\n    expected: {Expected}\n    way out:  {WayOut}";
}
