using System.Globalization;
using System.Text;

namespace TenantOnboarding.Verification.Text;

/// <summary>Texts from a tenant, made harmless for a reader's eyes and terminal: what cannot be seen, or changes how the rest is seen, is
/// shown by name. Display names, addresses and error texts may hold anything.</summary>
internal static class Visible
{
    /// <summary>One line: line breaks and tabs become blanks, control characters their picture (<c>␛</c>), invisible and right-to-left
    /// marks their code (<c>[U+202E]</c>), half a surrogate pair <c>�</c>.</summary>
    public static string Line(string text) => Shown(text, block: false);

    /// <summary>Several lines: as <see cref="Line"/>, but line breaks (always LF) and tabs stay.</summary>
    public static string Block(string text) => Shown(text.ReplaceLineEndings("\n"), block: true);

    /// <summary>One line of at most so many characters, which says how many are left out.</summary>
    public static string Short(string text, int most)
    {
        string line = Line(text);
        if (line.Length <= most)
            return line;
        int end = char.IsHighSurrogate(line[most - 1]) ? most - 1 : most;
        return $"{line[..end]}… ({Words.Number(line.Length - end)} more {(line.Length - end == 1 ? "character" : "characters")})";
    }

    private static string Shown(string text, bool block)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        StringBuilder shown = new(text.Length);
        // Half a surrogate pair is given as U+FFFD.
        foreach (Rune rune in text.EnumerateRunes())
            Append(shown, rune, block);
        return shown.ToString();
    }

    private static void Append(StringBuilder shown, Rune rune, bool block)
    {
        int code = rune.Value;
        if (block && code is '\n' or '\t')
            shown.Append((char)code);
        else if (code is >= '\t' and <= '\r' or 0x85 or 0x2028 or 0x2029)
            shown.Append(' ');
        else if (code < 0x20)
            shown.Append((char)(0x2400 + code));
        else if (code == 0x7F)
            shown.Append('\u2421');
        else if (IsUnseen(code))
            shown.Append(CultureInfo.InvariantCulture, $"[U+{code:X4}]");
        else
            shown.Append(rune);
    }

    // C1 controls; marks that turn, embed or isolate directions; blanks without width (except the joiners of scripts and emoji); what is
    // no character; tags. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
    private static bool IsUnseen(int code) =>
        code is >= 0x80 and <= 0x9F or 0x061C or 0x200B or 0x200E or 0x200F or >= 0x202A and <= 0x202E or >= 0x2060 and <= 0x206F or 0xFEFF
            or >= 0xFFF9 and <= 0xFFFB or 0xFFFE or 0xFFFF or >= 0xE0000 and <= 0xE007F;
}
