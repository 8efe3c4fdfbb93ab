using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Remembers what a verification told while it ran.</summary>
internal sealed class RecordedProgress : IVerificationProgress
{
    public List<string> Events { get; } = [];

    public List<string> Waits { get; } = [];

    /// <summary>Told of each check that begins, or null: what a test does in the middle of a run.</summary>
    public Action<string>? Beginning { get; init; }

    public void IntegrationStarted(string integration, string displayName) => Events.Add($"start {integration}");

    public void CheckStarted(string integration, string checkId, string title)
    {
        Events.Add($"check {checkId}");
        Beginning?.Invoke(checkId);
    }

    public void Advanced(string integration, string checkId, int done, int total) => Events.Add($"advanced {checkId} {done}/{total}");

    public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline) => Waits.Add($"{checkId}: {waitingFor}");

    public void IntegrationCompleted(string integration) => Events.Add($"end {integration}");

    public void CheckCompleted(string integration, CheckResult result) => Events.Add($"done {result.Id} {result.Status}");
}
