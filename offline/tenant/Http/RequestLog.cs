using System.Collections;

namespace SimulatedTenant.Http;

/// <summary>
/// The requests that a tenant answered last, oldest first. It holds no more than its capacity, so that a tenant may run for long. Safe to
/// read while the tenant serves: an enumeration sees the log of its start.
/// </summary>
public sealed class RequestLog : IReadOnlyList<RequestRecord>
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestRecord> _records = new();
    private readonly int _capacity;
    private long _total;

    internal RequestLog(int capacity) => _capacity = capacity;

    /// <summary>How many requests are in the log.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _records.Count;
        }
    }

    /// <summary>How many requests were answered since the start, in the log or not.</summary>
    public long Total
    {
        get
        {
            lock (_gate)
                return _total;
        }
    }

    /// <inheritdoc/>
    public RequestRecord this[int index]
    {
        get
        {
            lock (_gate)
                return _records.ElementAt(index);
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

    internal RequestRecord Add(Func<long, RequestRecord> make)
    {
        lock (_gate)
        {
            RequestRecord record = make(++_total);
            if (_records.Count == _capacity)
                _records.Dequeue();
            _records.Enqueue(record);
            return record;
        }
    }
}
