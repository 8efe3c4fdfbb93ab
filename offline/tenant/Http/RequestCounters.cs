namespace SimulatedTenant.Http;

/// <summary>What clients did, in numbers: whether they wait as long as they are told, and how much they ask at once.</summary>
public sealed class RequestCounters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Counter> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, long> _early = [];
    private int _inFlight;
    private int _maxInFlight;

    internal RequestCounters()
    {
    }

    /// <summary>
    /// Requests of all protocols that came before the <c>Retry-After</c> or back-off that their application was told had run out: over a
    /// limit any request, after another error the same one again. What comes within half a second of being told so is not counted, since
    /// it was on its way.
    /// </summary>
    public long EarlyRequests
    {
        get
        {
            lock (_gate)
                return _early.Values.Sum();
        }
    }

    /// <summary>The same by application. The empty id has those that told none.</summary>
    public IReadOnlyDictionary<Guid, long> EarlyRequestsByApplication
    {
        get
        {
            lock (_gate)
                return new Dictionary<Guid, long>(_early);
        }
    }

    /// <summary>The most requests that were under way at once. A batch is one, and so is a command of an IMAP session.</summary>
    public int MaxInFlight
    {
        get
        {
            lock (_gate)
                return _maxInFlight;
        }
    }

    /// <summary>
    /// Numbers by method and path as the routes name it, such as <c>GET /v1.0/users/{id}</c>, or by command, such as <c>IMAP EXAMINE</c>.
    /// </summary>
    public IReadOnlyDictionary<string, PathCounters> Paths
    {
        get
        {
            lock (_gate)
                return _paths.ToDictionary(
                    path => path.Key, path => new PathCounters(path.Value.Requests, path.Value.Errors, path.Value.Most));
        }
    }

    internal void CountEarly(Guid application)
    {
        lock (_gate)
            _early[application] = _early.GetValueOrDefault(application) + 1;
    }

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
