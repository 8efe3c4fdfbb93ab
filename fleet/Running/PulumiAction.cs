namespace TenantOnboarding.Fleet.Running;

/// <summary>What Pulumi does with each stack.</summary>
/// <param name="Name">The fleet's command.</param>
/// <param name="Description">What it does, for the help.</param>
internal sealed record PulumiAction(string Name, string Description)
{
    /// <summary>Shows what a deployment would do.</summary>
    public static PulumiAction Preview { get; } = new("preview",
        "Previews every stack with your Pulumi CLI, backend and identity: what an up would do. Nothing is written.")
    {
        Commands = [["preview"]],
    };

    /// <summary>Deploys. A preview goes first: it finds out before the first write that something protected is to go.</summary>
    public static PulumiAction Up { get; } = new("up",
        "Deploys every stack with your Pulumi CLI, backend and identity. Each is previewed first; what its preview refuses is left.")
    {
        Commands = [["preview"], ["up", "--yes", "--skip-preview"]],
        Writes = true,
    };

    /// <summary>Compares each tenant with what is declared.</summary>
    public static PulumiAction Drift { get; } = new("drift",
        "Compares every tenant with what its stack declares: what people clicked. Nothing is written.")
    {
        Commands = [["preview", "--refresh"]],
        ChangesAreDrift = true,
    };

    /// <summary>The commands of the CLI, one after the other as long as none fails.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Commands { get; init; }

    /// <summary>
    /// Whether the last command writes. Then nothing but its own end ends it: what is killed in the middle of a write leaves a lock, and a
    /// state that does not know the write.
    /// </summary>
    public bool Writes { get; init; }

    /// <summary>Whether a stack that would change needs somebody.</summary>
    public bool ChangesAreDrift { get; init; }
}
