using System.Globalization;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>
/// <c>$orderby</c>. Each page is the rows that follow the last one of the page before, so nobody is told twice or left out because others
/// came or went; it takes one walk over the rows, whichever page it is.
/// </summary>
internal sealed class SortOrder : IComparer<SortOrder.Place>
{
    private readonly EntityProperty _property;
    private readonly bool _descending;

    private SortOrder(EntityProperty property, bool descending)
    {
        _property = property;
        _descending = descending;
    }

    /// <summary>The order that a text asks for: a property, with or without <c>asc</c> or <c>desc</c>.</summary>
    /// <exception cref="GraphException">400: the resource is not sorted by that.</exception>
    public static SortOrder Parse(string text, EntityModel model)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ([_] or [_, "asc" or "desc"]) || !model.Sorts.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
            throw Refused();
        EntityProperty property = model.Find(parts[0])!;
        return property.Withheld ? throw GraphException.Denied() : new(property, parts is [_, "desc"]);
    }

    /// <summary>The error for what Graph does not sort.</summary>
    public static GraphException Refused() => GraphException.Unsupported("Sorting not supported for current query.");

    public int Compare(Place x, Place y)
    {
        int order = string.Compare(x.Key, y.Key, StringComparison.OrdinalIgnoreCase);
        if (order == 0)
            return x.Number.CompareTo(y.Number);
        return _descending ? -order : order;
    }

    /// <summary>The rows of a page in their order, and whether others follow.</summary>
    /// <param name="rows">All rows that the query asks for.</param>
    /// <param name="size">Most rows of the page.</param>
    /// <param name="after">The place of the last row of the page before; null for the first page.</param>
    public (IReadOnlyList<KeyValuePair<Place, T>> Rows, bool More) Page<T>(
        IEnumerable<KeyValuePair<long, T>> rows, int size, Place? after)
        where T : class
    {
        PriorityQueue<T, Place> last = new(Comparer<Place>.Create((x, y) => Compare(y, x)));
        foreach ((long number, T item) in rows)
        {
            Place place = new(FilterValues.Text(_property.Read(item)) ?? "", number);
            if (after is { } former && Compare(place, former) <= 0)
                continue;
            if (last.Count <= size)
                last.Enqueue(item, place);
            else
                last.EnqueueDequeue(item, place);
        }
        bool more = last.Count > size;
        if (more)
            last.Dequeue();
        KeyValuePair<Place, T>[] page = new KeyValuePair<Place, T>[last.Count];
        for (int i = page.Length - 1; i >= 0; i--)
        {
            last.TryDequeue(out T? item, out Place place);
            page[i] = new(place, item!);
        }
        return (page, more);
    }

    /// <summary>Where a row stands in an order.</summary>
    /// <param name="Key">Value of the property; empty for none.</param>
    /// <param name="Number">The row's number, which decides between equal values.</param>
    internal readonly record struct Place(string Key, long Number)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"o{Number}:{Key}");

        /// <summary>The place that a text from <see cref="ToString"/> names; null when it names none.</summary>
        public static Place? Parse(string text)
        {
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 1 && text[0] == 'o'
                && long.TryParse(text.AsSpan(1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? new(text[(colon + 1)..], number)
                : null;
        }
    }
}
