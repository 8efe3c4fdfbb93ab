using System.Collections;

namespace SimulatedTenant;

/// <summary>The requests that a tenant answered since its start, oldest first. Safe to read while the tenant serves: an enumeration sees the log of its start.</summary>
public sealed class RequestLog : IReadOnlyList<RequestRecord>
{
    private readonly Lock gate = new();
    private readonly List<RequestRecord> records = [];

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (gate)
                return records.Count;
        }
    }

    /// <inheritdoc/>
    public RequestRecord this[int index]
    {
        get
        {
            lock (gate)
                return records[index];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<RequestRecord> GetEnumerator()
    {
        RequestRecord[] snapshot;
        lock (gate)
            snapshot = [.. records];
        return ((IEnumerable<RequestRecord>)snapshot).GetEnumerator();
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal RequestRecord Add(Func<int, RequestRecord> make)
    {
        lock (gate)
        {
            RequestRecord record = make(records.Count + 1);
            records.Add(record);
            return record;
        }
    }
}
