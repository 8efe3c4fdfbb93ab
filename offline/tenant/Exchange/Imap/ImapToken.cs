using System.Text;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>One argument of a command: an atom, a string or a list in parentheses.</summary>
/// <param name="Text">The atom or the string's content; empty for a list.</param>
/// <param name="IsString">Whether it came as a string.</param>
/// <param name="Items">What is in a list; null for anything else.</param>
internal sealed record ImapToken(string Text, bool IsString, IReadOnlyList<ImapToken>? Items)
{
    private const int DeepestList = 8;

    /// <summary>An atom, upper case; a list or a string is a mistake.</summary>
    public string Atom => Items is null && !IsString ? Text.ToUpperInvariant() : throw new ImapSyntaxException();

    /// <summary>An atom or a string.</summary>
    public string AnyText => Items is null ? Text : throw new ImapSyntaxException();

    /// <summary>Reads arguments.</summary>
    /// <exception cref="ImapSyntaxException">They are malformed.</exception>
    public static ImapToken[] Parse(string text)
    {
        int at = 0;
        List<ImapToken> tokens = List(text, ref at, depth: 0);
        return at == text.Length ? [.. tokens] : throw new ImapSyntaxException();
    }

    private static List<ImapToken> List(string text, ref int at, int depth)
    {
        List<ImapToken> items = [];
        while (at < text.Length && text[at] != ')')
        {
            if (text[at] == ' ')
            {
                at++;
            }
            else if (text[at] == '(')
            {
                if (depth == DeepestList)
                    throw new ImapSyntaxException();
                at++;
                List<ImapToken> inner = List(text, ref at, depth + 1);
                if (at == text.Length)
                    throw new ImapSyntaxException();
                at++;
                items.Add(new("", false, inner));
            }
            else
            {
                items.Add(text[at] == '"' ? Quoted(text, ref at) : AtomAt(text, ref at));
            }
        }
        if (depth == 0 && at < text.Length)
            throw new ImapSyntaxException();
        return items;
    }

    private static ImapToken Quoted(string text, ref int at)
    {
        StringBuilder content = new();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return new(content.ToString(), true, null);
            }
            if (text[at] == '\\' && ++at == text.Length)
                break;
            content.Append(text[at]);
        }
        throw new ImapSyntaxException();
    }

    /// <summary>An atom. What stands in brackets belongs to it, as in <c>BODY[HEADER.FIELDS (TO)]</c>.</summary>
    private static ImapToken AtomAt(string text, ref int at)
    {
        int start = at;
        bool inBrackets = false;
        for (; at < text.Length; at++)
        {
            char next = text[at];
            if (next is '[' or ']')
                inBrackets = next == '[';
            else if (char.IsControl(next) || (!inBrackets && next is '"'))
                throw new ImapSyntaxException();
            else if (!inBrackets && next is ' ' or ')' or '(')
                break;
        }
        return at == start || inBrackets ? throw new ImapSyntaxException() : new(text[start..at], false, null);
    }
}
