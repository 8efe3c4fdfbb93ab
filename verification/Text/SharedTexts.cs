namespace TenantOnboarding.Verification.Text;

/// <summary>Texts that many things have in common, by numbers.</summary>
internal sealed class SharedTexts
{
    /// <summary>How many at most: what comes later is not shared.</summary>
    public const int Most = 1000;

    /// <summary>Characters of one at most: a domain has 253, and the sign before it.</summary>
    public const int MostCharacters = 254;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly string[] _texts = new string[Most];

    /// <summary>The text of a number that was given.</summary>
    public string this[int number] => _texts[number];

    /// <summary>The number of a text, from 0; -1 where it is too long, or one too many, to be shared.</summary>
    public int NumberOf(ReadOnlySpan<char> text)
    {
        if (text.Length > MostCharacters)
            return -1;
        lock (_gate)
        {
            if (_numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out int number))
                return number;
            if (_numbers.Count == Most)
                return -1;
            string added = text.ToString();
            _texts[_numbers.Count] = added;
            _numbers.Add(added, _numbers.Count);
            return _numbers.Count - 1;
        }
    }
}
