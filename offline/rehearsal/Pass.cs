using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal;

/// <summary>One run of the program: what is declared, and what of it is shown.</summary>
/// <param name="Phase">What the run is called, of the workflow's phases.</param>
/// <param name="Stack">What is declared.</param>
/// <param name="Preview">True where nothing is written.</param>
internal sealed record Pass(string Phase, StackFile Stack, bool Preview)
{
    /// <summary>The heading; null to show nothing.</summary>
    public string? Title { get; init; }

    /// <summary>Show each changed property.</summary>
    public bool ShowChanges { get; init; }

    /// <summary>Show the program's advisories.</summary>
    public bool Advise { get; init; }
}
