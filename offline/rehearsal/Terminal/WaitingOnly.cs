using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Rehearsal.Terminal;

/// <summary>Tells of a verification what is waited for, and not what it found: the report that follows says that once.</summary>
internal sealed class WaitingOnly(IVerificationProgress inner) : IVerificationProgress
{
    public void IntegrationStarted(string integration, string displayName) => inner.IntegrationStarted(integration, displayName);

    public void CheckStarted(string integration, string checkId, string title) => inner.CheckStarted(integration, checkId, title);

    public void Advanced(string integration, string checkId, int done, int total) => inner.Advanced(integration, checkId, done, total);

    public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline) =>
        inner.Waiting(integration, checkId, waitingFor, waited, deadline);

    public void CheckCompleted(string integration, CheckResult result)
    {
    }

    public void IntegrationCompleted(string integration) => inner.IntegrationCompleted(integration);
}
