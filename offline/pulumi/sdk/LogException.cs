namespace Pulumi;

/// <summary>An error while logging.</summary>
public class LogException(Exception exception) : Exception("Error occurred during logging", exception);
