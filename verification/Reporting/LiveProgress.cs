using Spectre.Console;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>Keeps one status line of a terminal up to date.</summary>
public sealed class LiveProgress(StatusContext status) : IVerificationProgress
{
    private string _heading = "", _check = "";

    /// <inheritdoc/>
    public void IntegrationStarted(string integration, string displayName) => _heading = displayName;

    /// <inheritdoc/>
    public void CheckStarted(string integration, string checkId, string title) => Show(_check = title);

    /// <inheritdoc/>
    public void Advanced(string integration, string checkId, int done, int total) =>
        Show($"{_check}: {Words.Number(done)} of {Words.Number(total)}");

    /// <inheritdoc/>
    public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline) =>
        Show($"{_check}: waiting for {waitingFor} ({Words.Span(waited)} of {Words.Span(deadline)})");

    /// <inheritdoc/>
    public void CheckCompleted(string integration, CheckResult result)
    {
    }

    private void Show(string text) => status.Status(Markup.Escape($"{_heading}: {text}"));
}
