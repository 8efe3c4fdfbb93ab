namespace TenantOnboarding.Tests.House;

/// <summary>One folder, or project, uses types of another.</summary>
/// <param name="From">Who uses.</param>
/// <param name="To">What is used.</param>
/// <param name="Example">One place: the file and the type.</param>
internal sealed record Arrow(string From, string To, string Example)
{
    /// <summary>The names of the types that are used.</summary>
    public SortedSet<string> Types { get; } = new(StringComparer.Ordinal);
}
