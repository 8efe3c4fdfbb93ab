namespace Pulumi;

/// <summary>Marks a class as a resource of a provider package.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ResourceTypeAttribute(string type, string? version) : Attribute
{
    /// <summary>The resource's type token.</summary>
    public string Type { get; } = type;

    /// <summary>The package's version.</summary>
    public string? Version { get; } = version;
}
