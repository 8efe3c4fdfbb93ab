namespace SimulatedTenant.Directory;

/// <summary>One object in a <see cref="Store{TKey, T}"/>.</summary>
/// <param name="number">Place in the order of making; never given twice.</param>
/// <param name="item">The object.</param>
/// <param name="visibleAt">When replication is done with it.</param>
/// <param name="writer">Application that made it; empty where it was there from the start.</param>
internal sealed class Row<T>(long number, T item, DateTimeOffset visibleAt, Guid writer)
{
    public long Number { get; } = number;

    public T Item { get; set; } = item;

    public DateTimeOffset VisibleAt { get; } = visibleAt;

    public Guid Writer { get; } = writer;
}
