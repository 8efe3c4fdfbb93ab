using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Session;

/// <summary>Lets the integrations that are verified side by side tell of their progress one at a time.</summary>
internal sealed class ProgressGate(IVerificationProgress inner) : IVerificationProgress
{
    private readonly Lock _gate = new();

    public void IntegrationStarted(string integration, string displayName)
    {
        lock (_gate)
            inner.IntegrationStarted(integration, displayName);
    }

    public void CheckStarted(string integration, string checkId, string title)
    {
        lock (_gate)
            inner.CheckStarted(integration, checkId, title);
    }

    public void Advanced(string integration, string checkId, int done, int total)
    {
        lock (_gate)
            inner.Advanced(integration, checkId, done, total);
    }

    public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline)
    {
        lock (_gate)
            inner.Waiting(integration, checkId, waitingFor, waited, deadline);
    }

    public void CheckCompleted(string integration, CheckResult result)
    {
        lock (_gate)
            inner.CheckCompleted(integration, result);
    }

    public void IntegrationCompleted(string integration)
    {
        lock (_gate)
            inner.IntegrationCompleted(integration);
    }
}
