namespace TenantOnboarding.Fleet.Results;

/// <summary>How a stack came out, in one word, from the best to the worst.</summary>
public enum StackState
{
    /// <summary>Everything is as declared.</summary>
    Ready,
    /// <summary>As declared, with something to look at.</summary>
    ReadyWithWarnings,
    /// <summary>Nothing failed, but only a sample of the mailboxes was tried.</summary>
    Sampled,
    /// <summary>Nothing failed, but a sign-in could not be tried.</summary>
    NotProven,
    /// <summary>Nothing failed, but a service did not answer in time.</summary>
    Unanswered,
    /// <summary>It had no turn, or not a whole one: the user ended the run.</summary>
    NotDone,
    /// <summary>Its tenant differs from what is declared.</summary>
    Drifted,
    /// <summary>A check or the deployment failed.</summary>
    NotReady,
    /// <summary>Its file cannot be used.</summary>
    Broken,
    /// <summary>Something unforeseen happened to it.</summary>
    Crashed,
}
