using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>
/// Reads the part of OData's filter grammar that Graph's directory resources support: comparisons, <c>in</c>, <c>startsWith</c>,
/// <c>endsWith</c>, <c>and</c>, <c>or</c>, <c>not</c>, parentheses and <c>any</c>. Strings compare without regard to case, as in Entra.
/// </summary>
internal sealed class FilterParser(string text, EntityModel model, bool advanced)
{
    /// <summary>Longest filter: with advanced queries, what Graph's documentation sets as the length of a URL.</summary>
    private const int Longest = 2048;

    /// <summary>Deepest nesting of parentheses and <c>not</c>.</summary>
    private const int Deepest = 32;

    /// <summary>Most alternatives in a plain query: expressions that <c>or</c> joins, and values of <c>in</c>.</summary>
    private const int MostAlternatives = 15;

    private int _at;
    private int _depth;
    private int _alternatives;
    private string? _variable;
    private EntityModel? _elements;

    public FilterExpression Parse()
    {
        if (text.Length > Longest)
        {
            throw GraphException.BadRequest(
                string.Create(CultureInfo.InvariantCulture, $"Invalid filter clause: it is longer than {Longest} characters."));
        }
        FilterExpression expression = ReadOr();
        SkipBlanks();
        return _at == text.Length ? expression : throw Invalid();
    }

    private FilterExpression ReadOr()
    {
        FilterExpression left = ReadAnd();
        while (TakeWord("or"))
        {
            CountAlternative();
            left = new FilterExpression.Or(left, ReadAnd());
        }
        return left;
    }

    private FilterExpression ReadAnd()
    {
        FilterExpression left = ReadUnary();
        while (TakeWord("and"))
            left = new FilterExpression.And(left, ReadUnary());
        return left;
    }

    private FilterExpression ReadUnary()
    {
        if (TakeWord("not"))
        {
            NeedAdvanced("not");
            Descend();
            FilterExpression.Not negation = new(ReadUnary());
            _depth--;
            return negation;
        }
        if (Take('('))
        {
            Descend();
            FilterExpression inner = ReadOr();
            Expect(')');
            _depth--;
            return inner;
        }
        return ReadTest();
    }

    private FilterExpression ReadTest()
    {
        string name = ReadName();
        if (name is "startsWith" or "startswith" or "endsWith" or "endswith" && Take('('))
        {
            (Func<object, object?> value, string path) = Bind(ReadName());
            Expect(',');
            string wanted = ReadLiteral() as string ?? throw Invalid();
            Expect(')');
            if (name[0] == 'e')
                NeedAdvanced(path);
            return new FilterExpression.Test(value, name[0] == 's'
                ? v => Text(v)?.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) ?? false
                : v => Text(v)?.EndsWith(wanted, StringComparison.OrdinalIgnoreCase) ?? false);
        }
        if (name.EndsWith("/any", StringComparison.Ordinal) && Take('('))
            return ReadAny(name[..^4]);

        (Func<object, object?> operand, string bound) = Bind(name);
        string comparison = ReadName();
        switch (comparison)
        {
            case "in":
                Expect('(');
                List<object?> choices = [ReadLiteral()];
                while (Take(','))
                {
                    CountAlternative();
                    choices.Add(ReadLiteral());
                }
                Expect(')');
                return new FilterExpression.Test(operand, v => choices.Exists(c => Same(v, c)));
            case "eq":
                object? equal = ReadLiteral();
                return new FilterExpression.Test(operand, v => Same(v, equal));
            case "ne":
                NeedAdvanced(bound);
                object? other = ReadLiteral();
                return new FilterExpression.Test(operand, v => !Same(v, other));
            case "gt" or "ge" or "lt" or "le":
                object limit = ReadLiteral() ?? throw Invalid();
                return new FilterExpression.Test(operand, v => Compare(v, limit) is { } order && comparison switch
                {
                    "gt" => order > 0,
                    "ge" => order >= 0,
                    "lt" => order < 0,
                    _ => order <= 0,
                });
            default:
                throw Invalid();
        }
    }

    private FilterExpression.Any ReadAny(string collection)
    {
        if (_variable is not null)
            throw Invalid();
        (Func<object, object?> elements, _) = Bind(collection);
        _elements = model.Find(collection)?.Elements;
        _variable = ReadName();
        Expect(':');
        FilterExpression inner = ReadOr();
        Expect(')');
        _variable = null;
        return new(elements, inner);
    }

    private (Func<object, object?> Value, string Path) Bind(string path)
    {
        if (_variable is { } v)
        {
            if (path == v)
                return (static e => e, path);
            if (!path.StartsWith(v + "/", StringComparison.Ordinal))
                throw Invalid();
            EntityProperty inner = _elements?.Find(path[(v.Length + 1)..]) ?? throw Invalid();
            return (inner.Read, path);
        }
        string[] steps = path.Split('/');
        EntityProperty property = model.Find(steps[0])
            ?? throw GraphException.BadRequest(
                $"Invalid filter clause: Could not find a property named '{steps[0]}' on type 'microsoft.graph.{model.Type}'.");
        if (property.Withheld)
            throw GraphException.Denied();
        if (property.Filter == FilterUse.None)
            throw Unsupported(property.Name);
        if (property.Filter == FilterUse.Advanced)
            NeedAdvanced(property.Name);
        return steps.Length switch
        {
            1 => (property.Read, property.Name),
            2 => (e => property.Read(e) is JsonObject o ? o[steps[1]] : null, path),
            _ => throw Unsupported(path),
        };
    }

    private void Descend()
    {
        if (++_depth > Deepest)
        {
            throw GraphException.BadRequest(
                string.Create(CultureInfo.InvariantCulture, $"Invalid filter clause: it nests deeper than {Deepest} levels."));
        }
    }

    private void CountAlternative()
    {
        if (++_alternatives < MostAlternatives || advanced)
            return;
        throw GraphException.BadRequest(string.Create(
            CultureInfo.InvariantCulture,
            $"Too many child clauses specified in search filter expression containing 'OR' operators: {_alternatives + 1}. Max "
            + $"allowed: {MostAlternatives}."));
    }

    private void NeedAdvanced(string what)
    {
        if (!advanced)
            throw Unsupported(what);
    }

    private GraphException Unsupported(string property) => GraphException.Unsupported(
        $"Unsupported or invalid query filter clause specified for property '{property}' of resource "
        + $"'{char.ToUpperInvariant(model.Type[0])}{model.Type[1..]}'.");

    private GraphException Invalid() =>
        GraphException.BadRequest(
            string.Create(CultureInfo.InvariantCulture, $"Invalid filter clause: Syntax error at position {_at} in '{text}'."));

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] == ' ')
            _at++;
    }

    private bool Take(char c)
    {
        SkipBlanks();
        if (_at >= text.Length || text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c))
            throw Invalid();
    }

    private bool TakeWord(string word)
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

    private string ReadName()
    {
        SkipBlanks();
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '/' or '.' or '@'))
            _at++;
        return _at > start ? text[start.._at] : throw Invalid();
    }

    /// <summary>
    /// A string, bool, number or null. GUIDs and dates are read as strings; <see cref="Same"/> and <see cref="Compare"/> know both
    /// spellings.
    /// </summary>
    private object? ReadLiteral()
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

    private static string? Text(object? value) => value switch
    {
        string s => s,
        Guid g => g.ToString(),
        JsonValue j when j.TryGetValue(out string? s) => s,
        _ => null,
    };

    private static bool Same(object? value, object? literal)
    {
        if (value is JsonValue json && json.TryGetValue(out bool flag))
            value = flag;
        return (value, literal) switch
        {
            (null, null) => true,
            (bool b, bool l) => b == l,
            (int i, int l) => i == l,
            (DateTimeOffset, string) => Compare(value, literal!) == 0,
            (_, string l) => string.Equals(Text(value), l, StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    private static int? Compare(object? value, object literal) => (value, literal) switch
    {
        (int i, int l) => i.CompareTo(l),
        (DateTimeOffset t, string s) when DateTimeOffset.TryParse(s, CultureInfo.InvariantCulture, out DateTimeOffset l) => t.CompareTo(l),
        (_, string l) when Text(value) is { } s => string.Compare(s, l, StringComparison.OrdinalIgnoreCase),
        _ => null,
    };
}
