namespace TenantOnboarding.Components.Configuration;

/// <summary>One mistake in a stack's configuration.</summary>
/// <param name="Path">
/// The setting, as it is written in the stack file, for example <c>tenant-onboarding:integrations.mailstore.signIn.port</c>.
/// </param>
/// <param name="Found">What stands there, or <c>nothing</c>.</param>
/// <param name="Expected">What may stand there.</param>
/// <param name="Fix">What to do about it.</param>
public sealed record ConfigurationError(string Path, string Found, string Expected, string Fix)
{
    /// <summary>Four short lines: setting, value found, what was expected, fix.</summary>
    public override string ToString() =>
        $"{Path}\n    found:    {Found}\n    expected: {Expected}\n    fix:      {Fix}";
}
