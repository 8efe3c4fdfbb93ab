namespace SimulatedTenant.Directory;

/// <summary>Finds the objects of a <see cref="Store{TKey, T}"/> by something that need not be unique.</summary>
/// <remarks>Nearly every key has one object, so a list is made for the second one only: there may be 300,000 keys.</remarks>
internal sealed class StoreIndex<TKey, T>(TenantDirectory directory, Func<T, IEnumerable<TKey>> keys, IEqualityComparer<TKey>? comparer)
    : IStoreIndex<T>
    where TKey : notnull
{
    private readonly Dictionary<TKey, object> _rows = new(comparer);

    /// <summary>The oldest visible object under a key, or null.</summary>
    public T? Find(TKey key)
    {
        if (_rows.GetValueOrDefault(key) is Row<T> one)
            return directory.Sees(one) ? one.Item : default;
        return FindAll(key).FirstOrDefault();
    }

    /// <summary>Visible objects under a key, oldest first.</summary>
    public IEnumerable<T> FindAll(TKey key) => Rows(key).Where(row => directory.Sees(row)).Select(row => row.Item);

    /// <summary>All objects under a key, replicated or not.</summary>
    public IEnumerable<T> FindAny(TKey key) => Rows(key).Select(row => row.Item);

    public void Add(Row<T> row)
    {
        foreach (TKey key in keys(row.Item))
        {
            if (!_rows.TryGetValue(key, out object? present))
                _rows[key] = row;
            else if (present is List<Row<T>> several)
                several.Add(row);
            else if (present != row)
                _rows[key] = new List<Row<T>> { (Row<T>)present, row };
        }
    }

    public void Remove(Row<T> row)
    {
        foreach (TKey key in keys(row.Item))
        {
            if (!_rows.TryGetValue(key, out object? present))
                continue;
            if (present is List<Row<T>> several && several.Remove(row) && several.Count > 0)
                continue;
            if (present == row || present is List<Row<T>> { Count: 0 })
                _rows.Remove(key);
        }
    }

    private List<Row<T>> Rows(TKey key) => _rows.GetValueOrDefault(key) switch
    {
        null => [],
        Row<T> one => [one],
        object several => (List<Row<T>>)several,
    };
}
