namespace TenantOnboarding.Fleet.Creation;

/// <summary>Something that must be known of a new stack. Each is an option of the command, too.</summary>
/// <param name="Flag">The option.</param>
/// <param name="Words">How it is asked on a terminal.</param>
/// <param name="IsAnswered">Whether it is known already.</param>
/// <param name="With">The answers with one more.</param>
internal sealed record Question(
    string Flag, string Words, Func<StackAnswers, bool> IsAnswered, Func<StackAnswers, string, StackAnswers> With)
{
    /// <summary>Where in the stack file a mistake in it shows.</summary>
    public required Func<StackAnswers, string> Setting { get; init; }

    /// <summary>Whether it matters, by what is known.</summary>
    public Func<StackAnswers, bool> Applies { get; init; } = _ => true;

    /// <summary>What may be answered; empty where anything may.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What is taken where nothing is said; null: something must be said.</summary>
    public Func<StackAnswers, string?> Otherwise { get; init; } = _ => null;
}
