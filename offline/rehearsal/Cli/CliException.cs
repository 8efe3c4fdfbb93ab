namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>The CLI did not do what a run needs besides the run itself.</summary>
internal sealed class CliException(string message) : Exception(message);
