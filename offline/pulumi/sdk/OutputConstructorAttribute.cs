namespace Pulumi;

/// <summary>Marks the constructor by which an <see cref="OutputTypeAttribute"/> class is filled, parameter by parameter.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute;
