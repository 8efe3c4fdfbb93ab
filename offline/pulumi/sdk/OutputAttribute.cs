namespace Pulumi;

/// <summary>Marks a property of a resource or a stack as an output.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    /// <summary>The name in the provider's schema, or of the stack output; the member's name if there is none.</summary>
    public string? Name { get; } = name;
}
