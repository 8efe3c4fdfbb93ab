using System.Collections;
using System.Globalization;
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

    private readonly FilterText _text = new(text);
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
        return _text.AtEnd ? expression : throw _text.Invalid();
    }

    private FilterExpression ReadOr()
    {
        FilterExpression left = ReadAnd();
        while (_text.TakeWord("or"))
        {
            CountAlternative();
            left = new FilterExpression.Or(left, ReadAnd());
        }
        return left;
    }

    private FilterExpression ReadAnd()
    {
        FilterExpression left = ReadUnary();
        while (_text.TakeWord("and"))
            left = new FilterExpression.And(left, ReadUnary());
        return left;
    }

    private FilterExpression ReadUnary()
    {
        if (_text.TakeWord("not"))
        {
            NeedAdvanced("not");
            Descend();
            FilterExpression.Not negation = new(ReadUnary());
            _depth--;
            return negation;
        }
        if (_text.Take('('))
        {
            Descend();
            FilterExpression inner = ReadOr();
            _text.Expect(')');
            _depth--;
            return inner;
        }
        return ReadTest();
    }

    private FilterExpression ReadTest()
    {
        string name = _text.ReadName();
        if (name is "startsWith" or "startswith" or "endsWith" or "endswith" && _text.Take('('))
        {
            (Func<object, object?> value, string path, EdmType kind) = Bind(_text.ReadName());
            if (kind != EdmType.String)
            {
                throw GraphException.BadRequest(
                    $"Invalid filter clause: No function signature for the function with name '{name}' matches.");
            }
            _text.Expect(',');
            string wanted = _text.ReadLiteral() as string ?? throw _text.Invalid();
            _text.Expect(')');
            if (name[0] == 'e')
                NeedAdvanced(path);
            return new FilterExpression.Test(value, name[0] == 's'
                ? v => FilterValues.Text(v)?.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) ?? false
                : v => FilterValues.Text(v)?.EndsWith(wanted, StringComparison.OrdinalIgnoreCase) ?? false);
        }
        if (name.EndsWith("/any", StringComparison.Ordinal) && _text.Take('('))
            return ReadAny(name[..^4]);

        (Func<object, object?> operand, string bound, EdmType type) = Bind(name);
        string comparison = _text.ReadName();
        switch (comparison)
        {
            case "in":
                _text.Expect('(');
                List<object?> choices = [_text.ReadLiteral(type)];
                while (_text.Take(','))
                {
                    CountAlternative();
                    choices.Add(_text.ReadLiteral(type));
                }
                _text.Expect(')');
                return new FilterExpression.Test(operand, v => choices.Exists(c => FilterValues.Same(v, c)));
            case "eq":
                object? equal = _text.ReadLiteral(type);
                return new FilterExpression.Test(operand, v => FilterValues.Same(v, equal));
            case "ne":
                NeedAdvanced(bound);
                object? other = _text.ReadLiteral(type);
                return new FilterExpression.Test(operand, v => !FilterValues.Same(v, other));
            case "gt" or "ge" or "lt" or "le":
                object limit = _text.ReadLiteral(type) ?? throw _text.Invalid();
                return new FilterExpression.Test(operand, v => FilterValues.Compare(v, limit) is { } order && comparison switch
                {
                    "gt" => order > 0,
                    "ge" => order >= 0,
                    "lt" => order < 0,
                    _ => order <= 0,
                });
            default:
                throw _text.Invalid();
        }
    }

    private FilterExpression.Any ReadAny(string collection)
    {
        if (_variable is not null)
            throw _text.Invalid();
        (Func<object, object?> elements, _, _) = Bind(collection);
        _elements = model.Find(collection)?.Elements;
        _variable = _text.ReadName();
        _text.Expect(':');
        FilterExpression inner = ReadOr();
        _text.Expect(')');
        _variable = null;
        return new(elements, inner);
    }

    private (Func<object, object?> Value, string Path, EdmType Type) Bind(string path)
    {
        if (_variable is { } v)
        {
            if (path == v)
                return (static e => e, path, EdmType.String);
            if (!path.StartsWith(v + "/", StringComparison.Ordinal))
                throw _text.Invalid();
            EntityProperty inner = _elements?.Find(path[(v.Length + 1)..]) ?? throw _text.Invalid();
            return (inner.Read, path, inner.Type);
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
        if (steps is [_, "$count"])
        {
            NeedAdvanced(property.Name);
            return (e => property.Read(e) is IEnumerable list ? list.Cast<object?>().Count() : 0, path, EdmType.Int32);
        }
        return steps.Length switch
        {
            1 => (property.Read, property.Name, property.Type),
            2 => (e => property.Read(e) is JsonObject o ? o[steps[1]] : null, path, EdmType.String),
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
}
