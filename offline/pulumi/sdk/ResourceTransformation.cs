namespace Pulumi;

/// <summary>Changes the arguments and options of a resource before it is declared; null leaves both as they are.</summary>
public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);
