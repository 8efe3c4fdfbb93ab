namespace Pulumi;

/// <summary>Gives a constructor's parameter the name of the schema where C# cannot spell it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputConstructorParameterAttribute(string name) : Attribute
{
    /// <summary>The name in the provider's schema.</summary>
    public string Name { get; } = name;
}
