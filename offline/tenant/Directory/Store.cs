namespace SimulatedTenant.Directory;

/// <summary>
/// What the tenant holds of one kind, in the order of its making. What is added may stay unseen until replication is done with it. All
/// members but <see cref="Snapshot"/> are for those whom <see cref="TenantDirectory.Gate"/> let in.
/// </summary>
internal sealed class Store<TKey, T>(TenantDirectory directory) : IRows<T>
    where TKey : notnull
    where T : class, IEntity<TKey>
{
    private readonly List<Row<T>> _rows = [];
    private readonly Dictionary<TKey, Row<T>> _byId = [];
    private readonly List<IStoreIndex<T>> _indexes = [];
    private long _last;

    /// <summary>Everything, replicated or not.</summary>
    public IEnumerable<T> All => _rows.Select(row => row.Item);

    /// <summary>What replication is done with.</summary>
    public IEnumerable<T> Visible => From(0).Select(row => row.Value);

    /// <summary>Everything, as it is at this moment.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        using (directory.Gate.Read())
            return [.. All];
    }

    /// <summary>Makes the objects findable by something else than their id. It sees what is added from now on.</summary>
    public StoreIndex<TOther, T> IndexBy<TOther>(Func<T, IEnumerable<TOther>> keys, IEqualityComparer<TOther>? comparer = null)
        where TOther : notnull
    {
        StoreIndex<TOther, T> index = new(directory, keys, comparer);
        _indexes.Add(index);
        return index;
    }

    /// <summary>The visible object of this id, or null.</summary>
    public T? Find(TKey id) => _byId.TryGetValue(id, out Row<T>? row) && directory.Sees(row) ? row.Item : null;

    /// <summary>The object of this id, replicated or not; or null.</summary>
    public T? FindAny(TKey id) => _byId.GetValueOrDefault(id)?.Item;

    /// <param name="item">The object; its id must be new.</param>
    /// <param name="delay">How long it stays unseen.</param>
    public void Add(T item, TimeSpan delay = default)
    {
        Row<T> row = new(++_last, item, delay == default ? DateTimeOffset.MinValue : directory.Now + delay, DirectoryGate.Visitor);
        _byId.Add(item.Id, row);
        _rows.Add(row);
        foreach (IStoreIndex<T> index in _indexes)
            index.Add(row);
    }

    /// <summary>Adds an object, or replaces the one of the same id, in whose place it comes.</summary>
    public void Set(T item)
    {
        if (!_byId.TryGetValue(item.Id, out Row<T>? row))
        {
            Add(item);
            return;
        }
        foreach (IStoreIndex<T> index in _indexes)
            index.Remove(row);
        row.Item = item;
        foreach (IStoreIndex<T> index in _indexes)
            index.Add(row);
    }

    /// <returns>False when it is not here.</returns>
    public bool Remove(T item)
    {
        if (!_byId.Remove(item.Id, out Row<T>? row))
            return false;
        _rows.RemoveAt(PlaceOf(row.Number));
        foreach (IStoreIndex<T> index in _indexes)
            index.Remove(row);
        return true;
    }

    /// <summary>Removes all that are such.</summary>
    public void RemoveAll(Func<T, bool> such)
    {
        foreach (T item in All.Where(such).ToArray())
            Remove(item);
    }

    public int CountVisible() => From(0).Count();

    public IEnumerable<KeyValuePair<long, T>> From(long number)
    {
        for (int i = PlaceOf(number); i < _rows.Count; i++)
        {
            Row<T> row = _rows[i];
            if (directory.Sees(row))
                yield return new(row.Number, row.Item);
        }
    }

    /// <summary>Index of the row with this number, or of the one that comes after it.</summary>
    private int PlaceOf(long number)
    {
        int low = 0;
        int high = _rows.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_rows[middle].Number < number)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
