using Pulumi;
using Pulumi.Utilities;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>
/// Lets one resource be worked on at a time, in the order in which the program constructed them. A constructor can only refer to what was
/// constructed
/// before, so that order never waits for something behind it; and it is a function of the program and its configuration alone, however
/// the threads run.
/// </summary>
internal sealed class DeclarationOrder(CancellationToken cancellationToken) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Place> _places = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private Resource? _last;
    private Place? _lastPlace;

    /// <summary>Takes note of a resource whose constructor is at work. Constructors of one program run one after the other.</summary>
    public void Announce(Resource resource)
    {
        FollowLast();
        lock (_lock)
        {
            _last = resource;
            _lastPlace = new Place(resource.GetResourceType(), resource.GetResourceName());
            _places.AddLast(_lastPlace);
        }
    }

    /// <summary>Takes note that the program constructs nothing more.</summary>
    public void Ended() => FollowLast();

    /// <summary>Waits until all that was constructed before is done with. Dispose of the result to let the next one go.</summary>
    public async Task<IDisposable> EnterAsync(string type, string name)
    {
        Place? place;
        lock (_lock)
        {
            place = _places.FirstOrDefault(place => !place.Taken && place.Type == type && place.Name == name);
            place?.Taken = true;
            StartFirst();
        }

        if (place is not null)
            await place.Turn.Task.WaitAsync(cancellationToken);
        await _one.WaitAsync(cancellationToken);
        return new Turn(this, place);
    }

    /// <summary>Waits until nothing is worked on. A look-up has no place in the order.</summary>
    public async Task<IDisposable> EnterAsync()
    {
        await _one.WaitAsync(cancellationToken);
        return new Turn(this, null);
    }

    public void Dispose() => _one.Dispose();

    private void FollowLast()
    {
        Resource? resource;
        Place? place;
        lock (_lock)
        {
            (resource, place) = (_last, _lastPlace);
            _last = null;
        }

        if (resource is not null && place is not null)
            _ = FollowAsync(resource, place);
    }

    /// <summary>
    /// A resource whose inputs fail is never registered, and nobody may wait for it. Its URN exists once its constructor is done.
    /// </summary>
    private async Task FollowAsync(Resource resource, Place place)
    {
        try
        {
            if (resource.Urn is { } urn)
                await OutputUtilities.GetIsKnownAsync(urn);
        }
        catch (Exception)
        {
            // The run itself reports it.
        }

        lock (_lock)
        {
            if (!place.Taken)
                Close(place);
        }
    }

    private void StartFirst()
    {
        if (_places.First is { Value: { Taken: true } first })
            first.Turn.TrySetResult();
    }

    private void Close(Place place)
    {
        _places.Remove(place);
        StartFirst();
    }

    private sealed class Place(string type, string name)
    {
        public string Type => type;

        public string Name => name;

        public bool Taken { get; set; }

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Turn(DeclarationOrder order, Place? place) : IDisposable
    {
        public void Dispose()
        {
            order._one.Release();
            if (place is null)
                return;
            lock (order._lock)
                order.Close(place);
        }
    }
}
