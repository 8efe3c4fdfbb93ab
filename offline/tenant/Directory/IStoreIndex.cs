namespace SimulatedTenant.Directory;

/// <summary>What a <see cref="Store{TKey, T}"/> tells of its changes.</summary>
internal interface IStoreIndex<T>
{
    void Add(Row<T> row);

    void Remove(Row<T> row);
}
