namespace SimulatedTenant.Options;

/// <summary>Delay of every answer, evenly distributed between two bounds.</summary>
/// <param name="MinMs">Shortest delay, milliseconds.</param>
/// <param name="MaxMs">Longest delay, milliseconds.</param>
/// <param name="Seed">Seed of the random numbers, so that a run can be repeated.</param>
public sealed record LatencyOptions(int MinMs, int MaxMs, int Seed = 1);
