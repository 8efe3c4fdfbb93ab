using System.Globalization;
using System.Text;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>
/// Reads <c>$search</c> of directory objects: <c>"property:value"</c>, joined by <c>AND</c> and <c>OR</c>, with parentheses. Display name
/// and description are searched by words, all other texts by their beginning.
/// </summary>
internal sealed class SearchParser(string text, EntityModel model)
{
    private const int Longest = 2048;
    private const int Deepest = 32;

    private int _at;
    private int _depth;

    public FilterExpression Parse()
    {
        if (text.Length > Longest)
            throw GraphException.BadRequest($"Invalid search clause: it is longer than {Longest} characters.");
        FilterExpression expression = ReadOr();
        SkipBlanks();
        return _at == text.Length ? expression : throw Invalid();
    }

    private FilterExpression ReadOr()
    {
        FilterExpression left = ReadAnd();
        while (TakeWord("OR"))
            left = new FilterExpression.Or(left, ReadAnd());
        return left;
    }

    private FilterExpression ReadAnd()
    {
        FilterExpression left = ReadClause();
        while (TakeWord("AND"))
            left = new FilterExpression.And(left, ReadClause());
        return left;
    }

    private FilterExpression ReadClause()
    {
        SkipBlanks();
        if (_at < text.Length && text[_at] == '(')
        {
            if (++_depth > Deepest)
                throw Invalid();
            _at++;
            FilterExpression inner = ReadOr();
            SkipBlanks();
            if (_at >= text.Length || text[_at++] != ')')
                throw Invalid();
            _depth--;
            return inner;
        }
        string clause = ReadQuoted();
        int colon = clause.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == clause.Length - 1)
            throw Invalid();
        string name = clause[..colon];
        if (model.Find(name) is not { Type: EdmType.String } property
            || (property.Filter == FilterUse.None && property.Name != "description"))
        {
            throw GraphException.Unsupported($"Searching by '{name}' is not supported on this resource.");
        }
        if (property.Withheld)
            throw GraphException.Denied();
        string value = clause[(colon + 1)..];
        if (property.Name is not ("displayName" or "description"))
            return Test(property, found => found.StartsWith(value, StringComparison.OrdinalIgnoreCase));
        IReadOnlyList<string> sought = SearchWords.Sought(value);
        return Test(property, found => SearchWords.Match(found, sought));
    }

    private static FilterExpression.Test Test(EntityProperty property, Func<string, bool> matches) =>
        new(property.Read, value => FilterValues.Text(value) is { } found && matches(found));

    /// <summary>A text in double quotes, in which a backslash takes the next character as it is.</summary>
    private string ReadQuoted()
    {
        if (_at >= text.Length || text[_at++] != '"')
            throw Invalid();
        StringBuilder clause = new();
        while (_at < text.Length && text[_at] != '"')
        {
            if (text[_at] == '\\' && _at + 1 < text.Length)
                _at++;
            clause.Append(text[_at++]);
        }
        if (_at++ >= text.Length)
            throw Invalid();
        return clause.ToString();
    }

    private bool TakeWord(string word)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            return false;
        _at += word.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] == ' ')
            _at++;
    }

    private GraphException Invalid() => GraphException.BadRequest(string.Create(
        CultureInfo.InvariantCulture,
        $"Invalid search clause: Syntax error at position {Math.Min(_at, text.Length)} in '{text}'; expected clauses such as "
        + $"\"displayName:anna\"."));
}
