using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Results;

/// <summary>What came of one stack.</summary>
/// <param name="Stack">Its name.</param>
/// <param name="State">In one word.</param>
/// <param name="ExitCode">The exit code that the stack alone would have ended with; 15 where it had no turn.</param>
/// <param name="Sentence">For people, one line.</param>
public sealed record StackOutcome(string Stack, StackState State, int ExitCode, string Sentence)
{
    /// <summary>The domain of its tenant; null where the file cannot be used.</summary>
    public string? Domain { get; init; }

    /// <summary>The id of its tenant; null where the file cannot be used.</summary>
    public string? TenantId { get; init; }

    /// <summary>Why the file, or the deployment, failed: lines for people.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What the verification found worth a look, errors first.</summary>
    public IReadOnlyList<StackFinding> Findings { get; init; } = [];

    /// <summary>What a change does to it, or a deployment would; null where nothing was compared.</summary>
    public StackChange? Change { get; init; }

    /// <summary>The protocols by which its products reach mailboxes, by their names in the configuration.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>See <see cref="FleetStack.FirstCertificateEnd"/>.</summary>
    public DateTimeOffset? FirstCertificateEnd { get; init; }

    /// <summary>Its report as a page, relative to the fleet's folder; null where there is none.</summary>
    public string? Report { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>See <see cref="FleetStack.Fingerprint"/>.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>True where the products of this stack may be used.</summary>
    public bool IsReady => State is StackState.Ready or StackState.ReadyWithWarnings;

    /// <summary>An outcome with what is known of the stack from its file.</summary>
    public static StackOutcome Of(FleetStack stack, StackState state, int exitCode, string sentence)
    {
        ArgumentNullException.ThrowIfNull(stack);
        return new(stack.Name, state, exitCode, sentence)
        {
            Domain = stack.Configuration?.Domain,
            TenantId = stack.Configuration?.TenantId,
            Protocols = [.. stack.Protocols.Select(protocol => protocol.Key)],
            FirstCertificateEnd = stack.FirstCertificateEnd,
            Fingerprint = stack.Fingerprint,
        };
    }

    /// <summary>The outcome of a stack whose file cannot be used.</summary>
    public static StackOutcome Broken(FleetStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        int errors = stack.Errors.Count;
        return Of(stack, StackState.Broken, FleetExitCode.BadInput,
            $"its file cannot be used: {errors} error{(errors == 1 ? "" : "s")}") with { Errors = stack.Errors };
    }
}
