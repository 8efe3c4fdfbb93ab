using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Commands;

/// <summary>Verifies again and again, and says what changed.</summary>
/// <param name="output">Where changes are said.</param>
/// <param name="error">Where files that cannot be written are said.</param>
/// <param name="options">How to verify.</param>
/// <param name="interval">How long after a run the next one begins.</param>
internal sealed class WatchLoop(TextWriter output, TextWriter error, VerificationOptions options, TimeSpan interval)
{
    /// <summary>Runs until it is cancelled; gives back the last report that is whole.</summary>
    /// <param name="document">What to verify.</param>
    /// <param name="first">The report to compare with.</param>
    /// <param name="save">Writes the files of a report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<VerificationReport> RunAsync(OutputsDocument document, VerificationReport first, Action<VerificationReport> save,
        CancellationToken cancellationToken)
    {
        // Each run asks everything anew, also what an earlier one reached.
        TenantVerifier verifier = new(options with { Known = null });
        VerificationReport last = first;
        await output.WriteLineAsync($"Watching: again every {Words.Span(interval)}, until Ctrl+C.");
        while (true)
        {
            try
            {
                await Task.Delay(interval, options.Clock, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return last;
            }
            VerificationReport next = await verifier.VerifyAsync(document, progress: null, CancellationToken.None);
            // What was cancelled in its midst is no change.
            if (next.Partial)
                return last;
            await SayAsync(ReportChanges.Between(last, next), next);
            last = next;
            try
            {
                save(next);
            }
            catch (InputException exception)
            {
                foreach (string problem in exception.Errors)
                    await error.WriteLineAsync($"error: {problem}");
            }
        }
    }

    private async Task SayAsync(IReadOnlyList<string> changes, VerificationReport report)
    {
        string time = Words.Time(report.StartedAt);
        await output.WriteLineAsync(changes.Count == 0 ? $"{time}: no change ({report.Verdict.Title})"
            : $"{time}: {Words.Count(changes.Count, "change")} ({report.Verdict.Title})");
        foreach (string change in changes)
            await output.WriteLineAsync($"  {change}");
    }
}
