using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>What a command of the fleet made of one stack.</summary>
/// <param name="Command">The command, such as <c>rehearse</c>.</param>
/// <param name="At">When the run began.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record StackTurn(string Command, DateTimeOffset At, StackOutcome Outcome)
{
    /// <summary>Whether nothing failed. A sign-in that was not tried because no private key was given is no failure.</summary>
    public bool MayGoOn => Outcome.IsReady || Outcome.State is StackState.NotProven or StackState.Sampled;

    /// <summary>The command at the beginning of a sentence.</summary>
    public string Title => TitleOf(Command);

    /// <summary>A command at the beginning of a sentence.</summary>
    public static string TitleOf(string command) => command switch
    {
        "rehearse" => "Rehearsal",
        "preview" => "Preview of the tenant",
        "up" => "Deployment",
        "drift" => "Comparison with the tenant",
        "verify" => "Verification",
        _ => command,
    };
}
