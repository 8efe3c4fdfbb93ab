namespace SimulatedTenant.Options;

/// <summary>
/// Delay of every answer, evenly distributed between two bounds. A batch whose items open mailboxes takes one delay for every four of them,
/// as Exchange runs no more at once.
/// </summary>
/// <param name="MinMs">Shortest delay, milliseconds.</param>
/// <param name="MaxMs">Longest delay, milliseconds.</param>
public sealed record LatencyOptions(int MinMs, int MaxMs);
