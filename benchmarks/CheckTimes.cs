using System.Diagnostics;
using TenantOnboarding.Verification.Results;

namespace Benchmarks;

/// <summary>How long the check of mailboxes takes.</summary>
internal sealed class CheckTimes : IVerificationProgress
{
    private long _begun;

    /// <summary>From the beginning of the check to its end.</summary>
    public TimeSpan OfMailboxes { get; private set; }

    public void IntegrationStarted(string integration, string displayName)
    {
    }

    public void CheckStarted(string integration, string checkId, string title) => _begun = Stopwatch.GetTimestamp();

    public void Advanced(string integration, string checkId, int done, int total)
    {
    }

    public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline)
    {
    }

    public void CheckCompleted(string integration, CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Id.StartsWith("mailboxes-", StringComparison.Ordinal))
            OfMailboxes = Stopwatch.GetElapsedTime(_begun);
    }
}
