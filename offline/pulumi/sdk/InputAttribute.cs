namespace Pulumi;

/// <summary>Marks a member of an arguments class as an input property, with its name in the provider's schema.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute : Attribute
{
    /// <summary>An input property; <paramref name="json"/> says that the provider wants its value as JSON text.</summary>
    public InputAttribute(string name, bool required = false, bool json = false)
    {
        Name = name;
        IsRequired = required;
        Json = json;
    }

    internal string Name { get; }

    internal bool IsRequired { get; }

    internal bool Json { get; }
}
