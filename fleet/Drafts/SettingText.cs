using System.Globalization;

namespace TenantOnboarding.Fleet.Drafts;

/// <summary>A setting as a stack file has it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value as YAML; null where <paramref name="Children"/> stand below it.</param>
/// <param name="Comment">What stands behind it as a comment, or null.</param>
/// <param name="Children">The settings below it.</param>
internal sealed record SettingText(string Key, string? Value, string? Comment, params IReadOnlyList<SettingText> Children)
{
    /// <summary>A text.</summary>
    public static SettingText Of(string key, string text, string? comment = null) => new(key, YamlText.Value(text), comment);

    /// <summary>A whole number.</summary>
    public static SettingText Of(string key, int number) => new(key, number.ToString(CultureInfo.InvariantCulture), null);

    /// <summary>An id: the dashes of a GUID keep it from being taken for a number.</summary>
    public static SettingText Id(string key, string id) => new(key, Guid.TryParse(id, out _) ? id : YamlText.Value(id), null);

    /// <summary>True.</summary>
    public static SettingText On(string key, string? comment = null) => new(key, "true", comment);

    /// <summary>A list on one line.</summary>
    public static SettingText List(string key, IEnumerable<string> items, string? comment = null) =>
        new(key, $"[ {string.Join(", ", items.Select(YamlText.Value))} ]", comment);

    /// <summary>A mapping on one line.</summary>
    public static SettingText Map(string key, IEnumerable<SettingText> entries, string? comment = null) =>
        new(key, $"{{ {string.Join(", ", entries.Select(entry => $"{entry.Key}: {entry.Value}"))} }}", comment);

    /// <summary>Its lines.</summary>
    /// <param name="indent">How far it stands in.</param>
    public IEnumerable<string> Lines(int indent) =>
    [
        YamlText.Line($"{new string(' ', indent)}{Key}:{(Value is null ? "" : $" {Value}")}{(Comment is null ? "" : $" # {Comment}")}"),
        .. Children.SelectMany(child => child.Lines(indent + 2)),
    ];
}
