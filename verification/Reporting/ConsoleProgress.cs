using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>Writes one plain line per check as it ends, what is waited for, and how far many mailboxes are, at growing intervals. The
/// lines of one integration stand together: those of the others wait until it has ended.</summary>
/// <param name="writer">Where the lines go.</param>
/// <param name="clock">Measures the pace; null = the machine's.</param>
public sealed class ConsoleProgress(TextWriter writer, TimeProvider? clock = null) : IVerificationProgress
{
    private readonly Dictionary<(string Integration, string Check), ProgressMeter> _meters = [];
    private readonly Dictionary<string, string> _lastWaits = [];
    private readonly Dictionary<string, List<string>> _held = [];
    private readonly HashSet<string> _ended = [];
    private readonly Queue<string> _turns = new();

    /// <inheritdoc/>
    public void IntegrationStarted(string integration, string displayName)
    {
        _turns.Enqueue(integration);
        _ended.Remove(integration);
        Say(integration, $"verifying {Visible.Short(displayName, ConsoleReport.MostCharacters)} ({integration})");
    }

    /// <inheritdoc/>
    public void CheckStarted(string integration, string checkId, string title)
    {
        _lastWaits.Remove(integration);
        _meters[(integration, checkId)] = new(clock ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public void Advanced(string integration, string checkId, int done, int total)
    {
        if (!_meters.TryGetValue((integration, checkId), out ProgressMeter? meter))
            return;
        string text = meter.Describe(done, total);
        // How far it was once is of no use later.
        if (done < total && HasTurn(integration) && meter.IsLineDue())
            writer.WriteLine($"  {checkId}: {text}");
    }

    /// <inheritdoc/>
    public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline)
    {
        if (_lastWaits.GetValueOrDefault(integration) == waitingFor)
            return;
        _lastWaits[integration] = waitingFor;
        Say(integration, $"  {checkId}: waiting for {waitingFor} (up to {Words.Span(deadline)})");
    }

    /// <inheritdoc/>
    public void CheckCompleted(string integration, CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _meters.Remove((integration, result.Id));
        string summary = Visible.Short(result.Summary, ConsoleReport.MostCharacters);
        Say(integration, $"  {StatusText.Mark(result.Status),-8} {result.Title}: {summary}");
    }

    /// <inheritdoc/>
    public void IntegrationCompleted(string integration)
    {
        _ended.Add(integration);
        while (_turns.TryPeek(out string? first) && _ended.Contains(first))
        {
            _turns.Dequeue();
            if (!_turns.TryPeek(out string? next) || !_held.Remove(next, out List<string>? lines))
                continue;
            foreach (string line in lines)
                writer.WriteLine(line);
        }
    }

    private bool HasTurn(string integration) => !_turns.TryPeek(out string? first) || first == integration;

    private void Say(string integration, string line)
    {
        if (HasTurn(integration))
            writer.WriteLine(line);
        else if (_held.TryGetValue(integration, out List<string>? lines))
            lines.Add(line);
        else
            _held[integration] = [line];
    }
}
