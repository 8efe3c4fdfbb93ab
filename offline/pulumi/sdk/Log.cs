namespace Pulumi;

/// <summary>
/// Messages to the user. An error fails the run, at its end. The other levels are shown by the engine only, here as under the official
/// SDK's tests.
/// </summary>
public static class Log
{
    /// <summary>For those who look for a fault.</summary>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Deployment.Required.Log(isError: false, message);

    /// <summary>For everyone.</summary>
    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Deployment.Required.Log(isError: false, message);

    /// <summary>Something to look at.</summary>
    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Deployment.Required.Log(isError: false, message);

    /// <summary>Fails the run, which goes on nevertheless.</summary>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Deployment.Required.Log(isError: true, message);

    /// <summary>An exception as an error.</summary>
    public static void Exception(Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Error(exception.ToString(), resource, streamId, ephemeral);
}
