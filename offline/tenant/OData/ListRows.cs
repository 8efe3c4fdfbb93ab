using SimulatedTenant.Directory;

namespace SimulatedTenant.OData;

/// <summary>A list that was made for one answer, such as the members of a group, in the form that paging reads.</summary>
internal sealed class ListRows<T>(IReadOnlyList<T> items) : IRows<T>
{
    public int CountVisible() => items.Count;

    public IEnumerable<KeyValuePair<long, T>> From(long number)
    {
        for (int i = (int)Math.Min(number, items.Count); i < items.Count; i++)
            yield return new(i, items[i]);
    }
}
