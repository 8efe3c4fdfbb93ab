using System.Globalization;
using System.Text;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>The text of a filter, and how far it is read.</summary>
internal sealed class FilterText(string text)
{
    private int _at;

    public bool AtEnd
    {
        get
        {
            SkipBlanks();
            return _at == text.Length;
        }
    }

    public GraphException Invalid() =>
        GraphException.BadRequest(
            string.Create(CultureInfo.InvariantCulture, $"Invalid filter clause: Syntax error at position {_at} in '{text}'."));

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] == ' ')
            _at++;
    }

    public bool Take(char c)
    {
        SkipBlanks();
        if (_at >= text.Length || text[_at] != c)
            return false;
        _at++;
        return true;
    }

    public void Expect(char c)
    {
        if (!Take(c))
            throw Invalid();
    }

    public bool TakeWord(string word)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            return false;
        int after = _at + word.Length;
        if (after < text.Length && text[after] is not (' ' or '('))
            return false;
        _at = after;
        return true;
    }

    public string ReadName()
    {
        SkipBlanks();
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '/' or '.' or '@' or '$'))
            _at++;
        return _at > start ? text[start.._at] : throw Invalid();
    }

    /// <summary>
    /// A string, bool, number or null. GUIDs and dates are read as strings; <see cref="FilterValues"/> knows both
    /// spellings.
    /// </summary>
    public object? ReadLiteral()
    {
        SkipBlanks();
        if (_at < text.Length && text[_at] == '\'')
        {
            StringBuilder value = new();
            for (_at++; _at < text.Length; _at++)
            {
                if (text[_at] != '\'')
                {
                    value.Append(text[_at]);
                }
                else if (_at + 1 < text.Length && text[_at + 1] == '\'')
                {
                    value.Append('\'');
                    _at++;
                }
                else
                {
                    _at++;
                    return value.ToString();
                }
            }
            throw Invalid();
        }
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or ':' or '.' or '+'))
            _at++;
        string word = text[start.._at];
        return word switch
        {
            "" => throw Invalid(),
            "true" => true,
            "false" => false,
            "null" => null,
            _ when int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
            _ when Guid.TryParse(word, out _) || DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, out _) => word,
            _ => throw Invalid(),
        };
    }

    /// <exception cref="GraphException">400: it is no literal of that type.</exception>
    public object? ReadLiteral(EdmType type)
    {
        SkipBlanks();
        bool quoted = _at < text.Length && text[_at] == '\'';
        object? literal = ReadLiteral();
        (bool fits, string found) = literal switch
        {
            null => (true, "null"),
            bool => (type == EdmType.Boolean, "Edm.Boolean"),
            int => (type == EdmType.Int32, "Edm.Int32"),
            _ when quoted => (type == EdmType.String, "Edm.String"),
            string word when Guid.TryParse(word, out _) => (type == EdmType.String, "Edm.Guid"),
            _ => (type == EdmType.DateTimeOffset, "Edm.DateTimeOffset"),
        };
        return fits ? literal : throw GraphException.BadRequest(
            "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types "
            + $"'Edm.{type}' and '{found}' for operator kind 'Equal'.");
    }
}
