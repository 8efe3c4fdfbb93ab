namespace TenantOnboarding.Verification.Outputs;

/// <summary>An outputs document that cannot be verified against; <see cref="Errors"/> names everything that is wrong with it.</summary>
public sealed class OutputsException(IReadOnlyList<OutputsError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>All errors, in the order of the document's schema.</summary>
    public IReadOnlyList<OutputsError> Errors { get; } = errors;
}
