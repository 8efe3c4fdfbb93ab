namespace TenantOnboarding.Fleet.Migration;

/// <summary>One thing that is written otherwise today than it was.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sentence">What it changes, and why.</param>
/// <param name="Find">What it changes in a file; nothing where the file is as it should be.</param>
internal sealed record MigrationStep(string Name, string Sentence, Func<StackSource, IEnumerable<SourceEdit>> Find)
{
    /// <summary>What it leaves to somebody: a line each.</summary>
    public Func<StackSource, IEnumerable<string>> Leaves { get; init; } = _ => [];
}
