namespace SimulatedTenant.Options;

/// <summary>Connections that break. Sign-in and metadata are spared.</summary>
public sealed record ConnectionTroubleOptions
{
    /// <summary>
    /// How many of 100 requests lose their connection before there is an answer, half of them after the work is done: 0 to 100. Default 0.
    /// </summary>
    public int Dropped { get; init; }

    /// <summary>How many of 100 answers stop half-way: 0 to 100. Default 0.</summary>
    public int Cut { get; init; }
}
