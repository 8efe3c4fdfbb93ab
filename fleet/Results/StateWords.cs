namespace TenantOnboarding.Fleet.Results;

/// <summary>The states in words, the same in every view.</summary>
internal static class StateWords
{
    /// <summary>In the middle of a sentence.</summary>
    public static string Of(StackState state) => state switch
    {
        StackState.Ready => "ready",
        StackState.ReadyWithWarnings => "ready with warnings",
        StackState.Sampled => "ready by a sample",
        StackState.NotProven => "not proven",
        StackState.Unanswered => "not answered in time",
        StackState.NotDone => "without a turn",
        StackState.Drifted => "drifted",
        StackState.NotReady => "not ready",
        StackState.Broken => "with a broken file",
        StackState.Crashed => "failed unforeseen",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
