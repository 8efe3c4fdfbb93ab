using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>Writes one plain line per check as it ends, what is waited for, and how far many mailboxes are, at growing
/// intervals.</summary>
/// <param name="writer">Where the lines go.</param>
/// <param name="clock">Measures the pace; null = the machine's.</param>
public sealed class ConsoleProgress(TextWriter writer, TimeProvider? clock = null) : IVerificationProgress
{
    private readonly Dictionary<(string Integration, string Check), ProgressMeter> _meters = [];
    private string? _lastWait;

    /// <inheritdoc/>
    public void IntegrationStarted(string integration, string displayName) =>
        writer.WriteLine($"verifying {Visible.Short(displayName, ConsoleReport.MostCharacters)} ({integration})");

    /// <inheritdoc/>
    public void CheckStarted(string integration, string checkId, string title)
    {
        _lastWait = null;
        _meters[(integration, checkId)] = new(clock ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public void Advanced(string integration, string checkId, int done, int total)
    {
        if (!_meters.TryGetValue((integration, checkId), out ProgressMeter? meter))
            return;
        string text = meter.Describe(done, total);
        if (done < total && meter.IsLineDue())
            writer.WriteLine($"  {checkId}: {text}");
    }

    /// <inheritdoc/>
    public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline)
    {
        if (_lastWait == waitingFor)
            return;
        _lastWait = waitingFor;
        writer.WriteLine($"  {checkId}: waiting for {waitingFor} (up to {Words.Span(deadline)})");
    }

    /// <inheritdoc/>
    public void CheckCompleted(string integration, CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _meters.Remove((integration, result.Id));
        string summary = Visible.Short(result.Summary, ConsoleReport.MostCharacters);
        writer.WriteLine($"  {StatusText.Mark(result.Status),-8} {result.Title}: {summary}");
    }
}
