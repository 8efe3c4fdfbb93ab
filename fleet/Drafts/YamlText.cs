using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Fleet.Drafts;

/// <summary>Texts as YAML has them.</summary>
internal static partial class YamlText
{
    private const int LongestName = 32;

    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text as a value: plain where nothing in it could be taken for something else, else quoted.</summary>
    public static string Value(string text) => Plain().IsMatch(text) ? text : JsonSerializer.Serialize(text, Quoted);

    /// <summary>A text on one line: names come from tenants and people, and a line break would end a comment.</summary>
    public static string Line(string text) => string.Concat(text.Select(one => char.IsControl(one) ? ' ' : one));

    /// <summary>A name that a stack or an integration may have, made from any text.</summary>
    public static string Name(string text, string otherwise)
    {
        string name = NoName().Replace(text.ToLowerInvariant(), "-").TrimStart([.. "0123456789-"]).TrimEnd('-');
        name = name.Length > LongestName ? name[..LongestName].TrimEnd('-') : name;
        return name.Length == 0 ? otherwise : name;
    }

    /// <summary>The same name with a number, still no longer than a name may be.</summary>
    public static string Numbered(string name, string number) =>
        name[..Math.Min(name.Length, LongestName - number.Length - 1)].TrimEnd('-') + "-" + number;

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoName();

    [GeneratedRegex(@"\A(?!(?:true|false|null|yes|no|on|off)\z)[A-Za-z/][A-Za-z0-9._/-]*(?: [A-Za-z0-9._/-]+)*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
