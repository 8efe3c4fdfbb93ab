namespace SimulatedTenant.OData;

/// <summary>
/// The words of a text as Graph's search takes them apart: at blanks, symbols, digits, and where a small letter is followed by a capital
/// one. What symbols alone separate counts as one word, too. See Microsoft Graph, "Use the $search query parameter".
/// </summary>
internal static class SearchWords
{
    /// <summary>Words that are looked for.</summary>
    public static IReadOnlyList<string> Sought(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Split)];

    /// <summary>Whether a text has a word that begins with each of those that are looked for, in any order.</summary>
    public static bool Match(string text, IReadOnlyList<string> sought)
    {
        List<string> words = [];
        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            List<string> split = Split(part);
            words.AddRange(split);
            if (split.Count > 1 && part.Any(c => !char.IsLetterOrDigit(c)))
                words.Add(string.Concat(split));
        }
        return sought.All(one => words.Exists(word => word.StartsWith(one, StringComparison.OrdinalIgnoreCase)));
    }

    private static List<string> Split(string part)
    {
        List<string> words = [];
        int start = 0;
        for (int i = 0; i <= part.Length; i++)
        {
            bool ends = i == part.Length || !char.IsLetterOrDigit(part[i])
                || (i > start && (char.IsDigit(part[i]) != char.IsDigit(part[i - 1])
                    || (char.IsUpper(part[i]) && char.IsLower(part[i - 1]))));
            if (!ends)
                continue;
            if (i > start)
                words.Add(part[start..i]);
            start = i == part.Length || char.IsLetterOrDigit(part[i]) ? i : i + 1;
        }
        return words;
    }
}
