using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>Writes one plain line per check as it ends, and what is waited for.</summary>
public sealed class ConsoleProgress(TextWriter writer) : IVerificationProgress
{
    private string? _lastWait;

    /// <inheritdoc/>
    public void IntegrationStarted(string integration, string displayName) => writer.WriteLine($"verifying {displayName} ({integration})");

    /// <inheritdoc/>
    public void CheckStarted(string integration, string checkId, string title) => _lastWait = null;

    /// <inheritdoc/>
    public void Advanced(string integration, string checkId, int done, int total)
    {
        // Lines for people: a few hundred mailboxes pass without one.
        if (done != total && done % 1000 == 0)
            writer.WriteLine($"  {checkId}: {Words.Number(done)} of {Words.Number(total)} mailboxes");
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
        writer.WriteLine($"  {StatusText.Mark(result.Status),-8} {result.Title}: {result.Summary}");
    }
}
