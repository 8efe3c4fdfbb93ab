namespace TenantOnboarding.Verification.Commands;

/// <summary>Something that the user gave cannot be used; each line names it, what was found, what was expected and the fix.</summary>
public sealed class InputException(params IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>All errors.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
