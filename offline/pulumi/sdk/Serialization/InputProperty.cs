namespace Pulumi.Serialization;

/// <summary>The value of an input property, and whether the provider wants it as JSON text.</summary>
internal readonly record struct InputProperty(object? Value, bool Json);
