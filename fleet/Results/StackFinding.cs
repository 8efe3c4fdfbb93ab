namespace TenantOnboarding.Fleet.Results;

/// <summary>A finding of a stack's verification, as far as a fleet's table shows it.</summary>
/// <param name="Integration">The integration's display name.</param>
/// <param name="Code">Its code; docs/findings.md explains it.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Subject">What it is about.</param>
public sealed record StackFinding(string Integration, string Code, string Severity, string Subject);
