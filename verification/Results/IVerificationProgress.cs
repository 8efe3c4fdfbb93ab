namespace TenantOnboarding.Verification.Results;

/// <summary>Told what a verification does while it runs. Calls come one at a time, those about one integration in order; integrations are
/// verified side by side, so that calls about different ones are mixed.</summary>
public interface IVerificationProgress
{
    /// <summary>An integration is going to be verified: each is told of in the order of the outputs document, before the first
    /// check.</summary>
    void IntegrationStarted(string integration, string displayName);

    /// <summary>A check begins.</summary>
    void CheckStarted(string integration, string checkId, string title);

    /// <summary>Part of a check's mailboxes have answered.</summary>
    void Advanced(string integration, string checkId, int done, int total);

    /// <summary>What a check found may be replication that is under way; it is looked at again.</summary>
    /// <param name="integration">Logical name of the integration.</param>
    /// <param name="checkId">Id of the check.</param>
    /// <param name="waitingFor">What is waited for, in plain words.</param>
    /// <param name="waited">How long the integration has been verified so far.</param>
    /// <param name="deadline">How long it may wait in all.</param>
    void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline);

    /// <summary>A check has ended.</summary>
    void CheckCompleted(string integration, CheckResult result);

    /// <summary>An integration has ended; does nothing unless it is implemented.</summary>
    void IntegrationCompleted(string integration)
    {
    }
}
