namespace TenantOnboarding.Rehearsal;

/// <summary>The phases of a workflow in their order, and how far it has come: what a cancelled rehearsal tells.</summary>
internal sealed class Phases
{
    private readonly List<string> _done = [];
    private Queue<string> _left = [];
    private string? _current;
    private string? _partly;

    /// <summary>Names the phases, before the first begins.</summary>
    public void Plan(params IEnumerable<string> phases) => _left = new Queue<string>(phases);

    /// <summary>The next phase, which must be this one, begins; the one before it is done.</summary>
    public void Begin(string phase)
    {
        if (_current is not null)
            _done.Add(_partly is null ? _current : $"{_current} ({_partly})");
        _current = _left.Dequeue();
        if (_current != phase)
            throw new InvalidOperationException($"the phase \"{phase}\" begins in the place of \"{_current}\"");
        _partly = null;
    }

    /// <summary>What the current phase has done so far.</summary>
    public void Report(string partly) => _partly = partly;

    /// <summary>The current phase; "reading the input" before the first.</summary>
    public string Current => _current ?? "reading the input";

    /// <summary>What was done, part of the current phase included, in words.</summary>
    public string Done => Join(_partly is null ? _done : [.. _done, $"a part of the {_current} ({_partly})"]);

    /// <summary>What was not done, in words.</summary>
    public string NotDone
    {
        get
        {
            IEnumerable<string> current = _current is null ? [] : [_partly is null ? _current : $"the rest of the {_current}"];
            return Join([.. current, .. _left]);
        }
    }

    private static string Join(List<string> parts) => parts.Count == 0 ? "nothing" : string.Join(", ", parts);
}
