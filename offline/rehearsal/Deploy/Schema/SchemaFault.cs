namespace TenantOnboarding.Rehearsal.Deploy.Schema;

/// <summary>An input that does not fit the provider's schema.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Path">The property, such as <c>parts[0].id</c>.</param>
/// <param name="Text">What is wrong and what was expected.</param>
internal sealed record SchemaFault(SchemaFaultKind Kind, string Path, string Text)
{
    /// <summary>The fault in one line.</summary>
    public override string ToString() => $"{Path}: {Text}";
}
