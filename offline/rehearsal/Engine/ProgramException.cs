namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>A run of the program that failed.</summary>
internal sealed class ProgramException(IReadOnlyList<string> lines, Exception cause)
    : Exception(string.Join(Environment.NewLine, lines), cause)
{
    /// <summary>What the program says, line by line.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
