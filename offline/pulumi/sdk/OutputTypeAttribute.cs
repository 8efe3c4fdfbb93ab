namespace Pulumi;

/// <summary>Marks a class as a nested type of a resource's outputs or as a function's result.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute;
