using System.Globalization;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>Measures how fast a check's mailboxes answer, by what answered in about the last half minute.</summary>
internal sealed class ProgressMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30), Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstLine = TimeSpan.FromSeconds(5), LongestBetween = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly Queue<(TimeSpan At, int Done)> _marks = new();
    private TimeSpan _nextLine = FirstLine, _lastMark = TimeSpan.Zero;

    public ProgressMeter(TimeProvider clock)
    {
        _clock = clock;
        _started = clock.GetTimestamp();
        _marks.Enqueue((TimeSpan.Zero, 0));
    }

    /// <summary>What is to be said: "1,200 of 5,000 mailboxes, 38 a second, about 1 min 40 s left".</summary>
    public string Describe(int done, int total)
    {
        TimeSpan now = _clock.GetElapsedTime(_started);
        if (now - _lastMark >= Step)
        {
            _marks.Enqueue((now, done));
            _lastMark = now;
        }
        // The newest is less than a second old.
        while (now - _marks.Peek().At > Window)
            _marks.Dequeue();
        string counted = $"{Words.Number(done)} of {Words.Count(total, "mailbox", "mailboxes")}";
        (TimeSpan since, int before) = _marks.Peek();
        double seconds = (now - since).TotalSeconds;
        if (seconds < 1 || done <= before)
            return counted;
        double rate = (done - before) / seconds;
        TimeSpan left = TimeSpan.FromSeconds(Math.Min((total - done) / rate, TimeSpan.FromDays(99).TotalSeconds));
        string pace = rate.ToString(rate < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);
        return done == total ? $"{counted}, {pace} a second" : $"{counted}, {pace} a second, about {Words.Span(left)} left";
    }

    /// <summary>Whether another line is due, at growing intervals: after 5, 10, 20, 40 seconds and so on, then every 5 minutes.</summary>
    public bool IsLineDue()
    {
        TimeSpan now = _clock.GetElapsedTime(_started);
        if (now < _nextLine)
            return false;
        while (_nextLine <= now)
            _nextLine += _nextLine < LongestBetween ? _nextLine : LongestBetween;
        return true;
    }
}
