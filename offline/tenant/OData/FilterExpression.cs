using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>A parsed <c>$filter</c>, bound to the properties of a resource.</summary>
internal abstract class FilterExpression
{
    /// <exception cref="GraphException">
    /// 400: the text does not parse, a property does not exist, or it cannot be filtered in this way.
    /// </exception>
    public static FilterExpression Parse(string text, EntityModel model, bool advanced) => new FilterParser(text, model, advanced).Parse();

    public abstract bool Matches(object entity);

    internal sealed class And(FilterExpression left, FilterExpression right) : FilterExpression
    {
        public override bool Matches(object entity) => left.Matches(entity) && right.Matches(entity);
    }

    internal sealed class Or(FilterExpression left, FilterExpression right) : FilterExpression
    {
        public override bool Matches(object entity) => left.Matches(entity) || right.Matches(entity);
    }

    internal sealed class Not(FilterExpression inner) : FilterExpression
    {
        public override bool Matches(object entity) => !inner.Matches(entity);
    }

    /// <summary>A test of one value: comparison or string function.</summary>
    internal sealed class Test(Func<object, object?> value, Func<object?, bool> test) : FilterExpression
    {
        public override bool Matches(object entity) => test(value(entity));
    }

    /// <summary><c>collection/any(x:…)</c>.</summary>
    internal sealed class Any(Func<object, object?> collection, FilterExpression inner) : FilterExpression
    {
        public override bool Matches(object entity)
        {
            if (collection(entity) is not System.Collections.IEnumerable elements)
                return false;
            foreach (object element in elements)
            {
                if (inner.Matches(element))
                    return true;
            }
            return false;
        }
    }
}
