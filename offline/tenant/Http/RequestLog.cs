using System.Collections;

namespace SimulatedTenant.Http;

/// <summary>
/// The requests that a tenant answered since its start, oldest first. Safe to read while the tenant serves: an enumeration sees the log of
/// its start.
/// </summary>
public sealed class RequestLog : IReadOnlyList<RequestRecord>
{
    private readonly Lock _gate = new();
    private readonly List<RequestRecord> _records = [];

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_gate)
                return _records.Count;
        }
    }

    /// <inheritdoc/>
    public RequestRecord this[int index]
    {
        get
        {
            lock (_gate)
                return _records[index];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<RequestRecord> GetEnumerator()
    {
        RequestRecord[] snapshot;
        lock (_gate)
            snapshot = [.. _records];
        return ((IEnumerable<RequestRecord>)snapshot).GetEnumerator();
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal RequestRecord Add(Func<int, RequestRecord> make)
    {
        lock (_gate)
        {
            RequestRecord record = make(_records.Count + 1);
            _records.Add(record);
            return record;
        }
    }
}
