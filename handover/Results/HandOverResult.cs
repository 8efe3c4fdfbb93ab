namespace TenantOnboarding.HandOver.Results;

/// <summary>What a hand-over comes to, from the best to the worst.</summary>
public enum HandOverResult
{
    /// <summary>Everything is written, and MailStore, where it was asked, holds what is declared.</summary>
    Done,
    /// <summary>MailStore holds something else than what is declared, or would bring other users than those verified.</summary>
    Differs,
    /// <summary>MailStore does not answer, refuses, or is of a version that this program does not know.</summary>
    NotAnswered,
    /// <summary>Options, outputs or a report cannot be used.</summary>
    BadInput,
    /// <summary>The user ended it.</summary>
    Cancelled,
}
