namespace SimulatedTenant.Http;

/// <summary>What clients did, in numbers: whether they wait as long as they are told, and how much they ask at once.</summary>
public sealed class RequestCounters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Counter> _paths = new(StringComparer.Ordinal);
    private long _early;
    private int _inFlight;
    private int _maxInFlight;

    internal RequestCounters()
    {
    }

    /// <summary>Requests that came before the <c>Retry-After</c> that their application was told had run out.</summary>
    public long EarlyRequests => Interlocked.Read(ref _early);

    /// <summary>The most HTTP requests that were under way at once. A batch is one.</summary>
    public int MaxInFlight
    {
        get
        {
            lock (_gate)
                return _maxInFlight;
        }
    }

    /// <summary>Numbers by method and path as the routes name it, such as <c>GET /v1.0/users/{id}</c>.</summary>
    public IReadOnlyDictionary<string, PathCounters> Paths
    {
        get
        {
            lock (_gate)
                return _paths.ToDictionary(
                    path => path.Key, path => new PathCounters(path.Value.Requests, path.Value.Errors, path.Value.Most));
        }
    }

    internal void CountEarly() => Interlocked.Increment(ref _early);

    internal void Begin()
    {
        lock (_gate)
            _maxInFlight = Math.Max(_maxInFlight, ++_inFlight);
    }

    internal void End()
    {
        lock (_gate)
            _inFlight--;
    }

    internal void Begin(string path)
    {
        lock (_gate)
        {
            if (!_paths.TryGetValue(path, out Counter? counter))
                _paths[path] = counter = new();
            counter.Requests++;
            counter.Most = Math.Max(counter.Most, ++counter.InFlight);
        }
    }

    internal void End(string path, int status)
    {
        lock (_gate)
        {
            Counter counter = _paths[path];
            counter.InFlight--;
            if (status >= 400)
                counter.Errors++;
        }
    }

    private sealed class Counter
    {
        public long Requests { get; set; }

        public long Errors { get; set; }

        public int InFlight { get; set; }

        public int Most { get; set; }
    }
}
