using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TenantOnboarding.Configuration;

/// <summary>
/// A place in the configuration: its path, the value that stands there (if any) and the list to which mistakes go.
/// Every reader returns a usable value or null after it has noted the mistake, so that one pass finds all of them.
/// </summary>
internal sealed class Setting(string path, JsonElement? value, ICollection<ConfigurationError> errors)
{
    public string Path { get; } = path;

    public bool Exists => value is { ValueKind: not JsonValueKind.Null };

    /// <summary>The value as a reader of the file would recognise it, shortened to one line.</summary>
    public string Met => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "nothing",
        { ValueKind: JsonValueKind.String } text => Shorten($"\"{text.GetString()}\""),
        { } other => Shorten(other.GetRawText()),
    };

    public bool IsObject => value is { ValueKind: JsonValueKind.Object };

    public void Error(string expected, string wayOut) => errors.Add(new ConfigurationError(Path, Met, expected, wayOut));

    public void Error(string met, string expected, string wayOut) => errors.Add(new ConfigurationError(Path, met, expected, wayOut));

    public Setting this[string key] => new(
        $"{Path}.{key}",
        IsObject && value!.Value.TryGetProperty(key, out JsonElement child) ? child : null,
        errors);

    /// <summary>The entries of a mapping, in the order of the file.</summary>
    public IEnumerable<(string Key, Setting Setting)> Entries() =>
        IsObject
            ? value!.Value.EnumerateObject().Select(property => (property.Name, new Setting($"{Path}.{property.Name}", property.Value, errors)))
            : [];

    /// <summary>Notes an error for every key that is not one of <paramref name="known"/>, with the nearest known one as the way out.</summary>
    public void AllowOnly(params ReadOnlySpan<string> known)
    {
        string[] keys = known.ToArray();
        foreach ((string key, Setting setting) in Entries())
        {
            if (!keys.Contains(key, StringComparer.Ordinal))
                setting.Error(
                    $"one of the keys {string.Join(", ", keys)}",
                    Nearest(key, keys) is { } near ? $"write {near}, or remove the key" : "remove the key");
        }
    }

    public string? Text(string expected, string wayOut)
    {
        if (value is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString()))
            return text.GetString();
        Error(expected, wayOut);
        return null;
    }

    /// <summary>One of the names of <paramref name="choices"/>, as its value.</summary>
    public T? Choice<T>(IReadOnlyDictionary<string, T> choices, string wayOut)
        where T : struct
    {
        if (value is { ValueKind: JsonValueKind.String } text && choices.TryGetValue(text.GetString()!, out T choice))
            return choice;
        string[] names = [.. choices.Keys];
        Error(
            $"one of {string.Join(", ", names)}",
            value is { ValueKind: JsonValueKind.String } && Nearest(value.Value.GetString()!, names) is { } near ? $"write {near}" : wayOut);
        return null;
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>; written as a number or, as Pulumi stores top-level values, as its digits.</summary>
    public int? WholeNumber(int least, int most, string wayOut)
    {
        string? digits = value switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            _ => null,
        };
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int whole) && whole >= least && whole <= most)
            return whole;
        Error($"a whole number from {least} to {most}", wayOut);
        return null;
    }

    public bool? Flag(string wayOut)
    {
        string? text = value switch
        {
            { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetRawText(),
            { ValueKind: JsonValueKind.String } written => written.GetString(),
            _ => null,
        };
        if (text is "true" or "false")
            return text == "true";
        Error("true or false", wayOut);
        return null;
    }

    /// <summary>The items of a list that must hold at least one.</summary>
    public ImmutableArray<Setting> Items(string expected, string wayOut)
    {
        if (value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0)
            return [.. list.EnumerateArray().Select((item, index) => new Setting($"{Path}[{index}]", item, errors))];
        Error(expected, wayOut);
        return [];
    }

    /// <summary>The choice that a slip of the keyboard most probably meant, or null when nothing is near.</summary>
    internal static string? Nearest(string met, IEnumerable<string> choices) =>
        choices
            .Select(choice => (choice, distance: Distance(met.ToLowerInvariant(), choice.ToLowerInvariant())))
            .Where(pair => pair.distance <= Math.Max(2, pair.choice.Length / 4) || (met.Length > 3 && pair.choice.StartsWith(met, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.choice)
            .FirstOrDefault();

    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
            previous = current;
        }
        return previous[^1];
    }

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 100 ? line : line[..99] + "…";
    }
}
