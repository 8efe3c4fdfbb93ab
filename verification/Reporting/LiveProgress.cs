using Spectre.Console;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>Keeps one status line of a terminal up to date: each check that runs, with its pace and the time that is left.</summary>
/// <param name="status">The line.</param>
/// <param name="clock">Measures the pace; null = the machine's.</param>
public sealed class LiveProgress(StatusContext status, TimeProvider? clock = null) : IVerificationProgress
{
    private readonly Dictionary<string, string> _headings = [];
    private readonly SortedDictionary<(string Integration, string Check), (string Title, ProgressMeter Meter, string Text)> _running = [];

    /// <inheritdoc/>
    public void IntegrationStarted(string integration, string displayName) => _headings[integration] = displayName;

    /// <inheritdoc/>
    public void CheckStarted(string integration, string checkId, string title)
    {
        _running[(integration, checkId)] = (title, new(clock ?? TimeProvider.System), "");
        Show();
    }

    /// <inheritdoc/>
    public void Advanced(string integration, string checkId, int done, int total)
    {
        if (_running.TryGetValue((integration, checkId), out (string Title, ProgressMeter Meter, string Text) check))
            Show(integration, checkId, check.Meter.Describe(done, total));
    }

    /// <inheritdoc/>
    public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline) =>
        Show(integration, checkId, $"waiting for {waitingFor} ({Words.Span(waited)} of {Words.Span(deadline)})");

    /// <inheritdoc/>
    public void CheckCompleted(string integration, CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _running.Remove((integration, result.Id));
    }

    private void Show(string integration, string checkId, string text)
    {
        if (!_running.TryGetValue((integration, checkId), out (string Title, ProgressMeter Meter, string Text) check))
            return;
        _running[(integration, checkId)] = check with { Text = text };
        Show();
    }

    private void Show() => status.Status(Markup.Escape(Visible.Short(string.Join("; ", _running.Select(one =>
        $"{_headings.GetValueOrDefault(one.Key.Integration, one.Key.Integration)}: {one.Value.Title}"
        + (one.Value.Text.Length == 0 ? "" : $": {one.Value.Text}"))), 300)));
}
