using System.Text;

namespace TenantOnboarding.Components.Exchange;

/// <summary>Writes values into PowerShell text so that no value can end its literal.</summary>
internal static class PowerShellText
{
    /// <summary>
    /// A single-quoted literal. PowerShell takes the four typographic quotes for single quotes too, so all five are doubled
    /// (about_Quoting_Rules; the tokenizer's IsSingleQuote).
    /// </summary>
    /// <param name="value">Any text without control characters.</param>
    /// <exception cref="ArgumentException">The value holds a control character.</exception>
    public static string Literal(string value)
    {
        StringBuilder text = new("'", value.Length + 2);
        foreach (char character in value)
        {
            if (char.IsControl(character))
                throw new ArgumentException("A value with a control character cannot be written into a script.", nameof(value));
            if (character is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B')
                text.Append(character);
            text.Append(character);
        }
        return text.Append('\'').ToString();
    }

    /// <summary>A line comment. Line separators are the only characters that end one.</summary>
    public static string Comment(string value) =>
        "# " + string.Concat(value.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character));
}
