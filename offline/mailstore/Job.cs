using System.Net;

namespace SimulatedMailStore;

/// <summary>Something that takes a while. Who asks for news moves it on by a step, so that no time has to pass.</summary>
/// <param name="token">What it is asked for by.</param>
/// <param name="steps">How many times it is running.</param>
/// <param name="end">How it ends.</param>
/// <param name="work">What it does at its end, and gives as its log; throws what it fails with.</param>
internal sealed class Job(string token, int steps, JobEnd end, Func<string> work)
{
    private readonly Lock _gate = new();
    private int _step;
    private Answer? _ended;

    /// <summary>What it is asked for by.</summary>
    public string Token => token;

    /// <summary>Whether there is nothing new for who knows a version.</summary>
    public bool StandsStill(int lastKnown)
    {
        lock (_gate)
            return end == JobEnd.Never && _ended is null && lastKnown == Version;
    }

    /// <summary>Where it is.</summary>
    /// <param name="lastKnown">The version that is known already; null: none is.</param>
    public Answer News(int? lastKnown)
    {
        lock (_gate)
        {
            if (_ended is null && lastKnown == Version && end != JobEnd.Never && ++_step >= steps)
                _ended = End();
            return _ended ?? new(HttpStatusCode.OK, Answer.Envelope("running", null, token: token, version: Version,
                percent: 100 * _step / Math.Max(steps, 1), text: "Reading users from Microsoft 365"));
        }
    }

    /// <summary>Ends it.</summary>
    public void Cancel()
    {
        lock (_gate)
            _ended ??= new(HttpStatusCode.OK, Answer.Envelope("cancelled", null, token: token, version: Version + 1));
    }

    private int Version => _step + 1;

    private Answer End()
    {
        try
        {
            if (end == JobEnd.Fails)
                throw new InvalidOperationException("The remote server returned an error: (503) Server Unavailable.");
            return new(HttpStatusCode.OK, Answer.Envelope("succeeded", null, token: token, version: Version, percent: 100, log: work()));
        }
        catch (InvalidOperationException exception)
        {
            return new(HttpStatusCode.OK, Answer.Envelope("failed", null, exception.Message, token, Version));
        }
    }
}
