namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>A stack that cannot be read: every reason, each in a line that names the place, the value found and the fix.</summary>
public sealed class StackFileException : Exception
{
    /// <summary>Makes the error from its lines.</summary>
    public StackFileException(params IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>One line per reason.</summary>
    public IReadOnlyList<string> Errors { get; }
}
