namespace SimulatedTenant.Http;

/// <summary>What came to one path.</summary>
/// <param name="Requests">How many requests, items of a batch included.</param>
/// <param name="Errors">How many of them got a status of 400 or above.</param>
/// <param name="MaxInFlight">The most that were under way at once.</param>
public sealed record PathCounters(long Requests, long Errors, int MaxInFlight);
