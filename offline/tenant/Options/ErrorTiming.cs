namespace SimulatedTenant.Options;

/// <summary>When a random error strikes.</summary>
public enum ErrorTiming
{
    /// <summary>In place of the work: nothing of the request is done.</summary>
    Before,

    /// <summary>After the work: what was asked for is done, and the client is told that it failed.</summary>
    After,

    /// <summary>One or the other.</summary>
    Mixed,
}
