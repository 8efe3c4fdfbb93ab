namespace TenantOnboarding.Verification.Checks;

/// <summary>What the checks so far have learned, by the check that learned it. A check sees the facts of those that it says it
/// needs.</summary>
internal sealed class Knowledge
{
    private readonly Dictionary<string, object> _facts;
    private readonly ICheck? _reader;

    private Knowledge(Dictionary<string, object> facts, ICheck? reader)
    {
        _facts = facts;
        _reader = reader;
    }

    /// <summary>What is known before the first check.</summary>
    public static Knowledge None { get; } = new([], reader: null);

    /// <summary>This, and what a check learned; null leaves it as it is.</summary>
    public Knowledge With(string checkId, object? fact) => fact is null ? this : new(new(_facts) { [checkId] = fact }, _reader);

    /// <summary>The same for one check.</summary>
    public Knowledge For(ICheck reader) => new(_facts, reader);

    /// <summary>What a check learned, or null where it learned nothing or did not run.</summary>
    /// <exception cref="InvalidOperationException">The reader does not say that it needs that check.</exception>
    public T? From<T>(string checkId)
        where T : class
    {
        if (_reader is not null && !_reader.Needs.Contains(checkId))
            throw new InvalidOperationException(
                $"The check '{_reader.Id}' reads what '{checkId}' learned, but does not say that it needs it.");
        return _facts.GetValueOrDefault(checkId) as T;
    }
}
