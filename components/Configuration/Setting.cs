using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Components.Configuration;

/// <summary>
/// A place in the configuration: its path, the value that stands there (if any) and the list to which mistakes go.
/// Every reader returns a usable value or null after it has noted the mistake, so that one pass finds all of them.
/// </summary>
internal sealed class Setting(string path, JsonElement? value, ICollection<ConfigurationError> errors)
{
    public string Path { get; } = path;

    public bool Exists => value is { ValueKind: not JsonValueKind.Null };

    /// <summary>The value as a reader of the file would recognise it, shortened to one line.</summary>
    public string Found => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "nothing",
        { ValueKind: JsonValueKind.String } text => Shorten($"\"{text.GetString()}\""),
        { } other => Shorten(other.GetRawText()),
    };

    public bool IsObject => value is { ValueKind: JsonValueKind.Object };

    public void Error(string expected, string fix) => errors.Add(new ConfigurationError(Path, Found, expected, fix));

    public void Error(string found, string expected, string fix) => errors.Add(new ConfigurationError(Path, found, expected, fix));

    public Setting this[string key] => new(
        $"{Path}.{key}",
        IsObject && value!.Value.TryGetProperty(key, out JsonElement child) ? child : null,
        errors);

    /// <summary>The entries of a mapping, in the order of the file.</summary>
    public IEnumerable<(string Key, Setting Setting)> Entries() =>
        IsObject
            ? value!.Value.EnumerateObject()
                .Select(property => (property.Name, new Setting($"{Path}.{property.Name}", property.Value, errors)))
            : [];

    /// <summary>Notes an error for every key that is not one of <paramref name="known"/>, with the nearest known one as the fix.</summary>
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

    public string? Text(string expected, string fix)
    {
        if (value is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString()))
            return text.GetString();
        Error(expected, fix);
        return null;
    }

    /// <summary>One of <paramref name="known"/>, by its key.</summary>
    public T? Choice<T>(IReadOnlyList<T> known, Func<T, string> key, string fix)
        where T : class
    {
        string? text = value is { ValueKind: JsonValueKind.String } written ? written.GetString() : null;
        if (known.FirstOrDefault(choice => key(choice) == text) is { } chosen)
            return chosen;
        string[] keys = [.. known.Select(key)];
        Error($"one of {string.Join(", ", keys)}", text is not null && Nearest(text, keys) is { } near ? $"write {near}" : fix);
        return null;
    }

    /// <summary>What <paramref name="read"/> makes of the setting, or <paramref name="otherwise"/> where it is not there.</summary>
    public T Or<T>(T otherwise, Func<Setting, T> read) => Exists ? read(this) : otherwise;

    /// <summary>A text that matches the pattern.</summary>
    public string? Matching(Regex pattern, string expected, string fix)
    {
        if (Text(expected, fix) is not { } text)
            return null;
        if (pattern.IsMatch(text))
            return text;
        Error(expected, fix);
        return null;
    }

    /// <summary>A GUID in its usual form, lower case; not the empty one.</summary>
    public string? Id(string expected, string fix)
    {
        if (Text(expected, fix) is not { } text)
            return null;
        if (Guid.TryParseExact(text, "D", out Guid id) && id != Guid.Empty)
            return id.ToString("D");
        Error(expected, fix);
        return null;
    }

    /// <summary>
    /// A whole number from <paramref name="least"/> to <paramref name="most"/>; written as a number or, as Pulumi stores top-level
    /// values, as its digits.
    /// </summary>
    public int? WholeNumber(int least, int most, string fix)
    {
        string? digits = value switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            _ => null,
        };
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int whole) && whole >= least && whole <= most)
            return whole;
        Error($"a whole number from {least} to {most}", fix);
        return null;
    }

    public bool? Flag(string fix)
    {
        string? text = value switch
        {
            { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetRawText(),
            { ValueKind: JsonValueKind.String } written => written.GetString(),
            _ => null,
        };
        if (text is "true" or "false")
            return text == "true";
        Error("true or false", fix);
        return null;
    }

    /// <summary>The items of a list that must hold at least one.</summary>
    public ImmutableArray<Setting> Items(string expected, string fix)
    {
        if (value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0)
            return [.. list.EnumerateArray().Select((item, index) => new Setting($"{Path}[{index}]", item, errors))];
        Error(expected, fix);
        return [];
    }

    /// <summary>The choice that a slip of the keyboard most probably meant, or null when nothing is near.</summary>
    internal static string? Nearest(string found, IEnumerable<string> choices) =>
        choices
            .Select(choice => (choice, distance: Distance(found.ToLowerInvariant(), choice.ToLowerInvariant())))
            .Where(pair => pair.distance <= Math.Max(2, pair.choice.Length / 4)
                || (found.Length > 3 && pair.choice.StartsWith(found, StringComparison.OrdinalIgnoreCase)))
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
