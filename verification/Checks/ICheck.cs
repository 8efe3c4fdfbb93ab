using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Checks;

/// <summary>One check of one integration.</summary>
internal interface ICheck
{
    string Id { get; }
    string Title { get; }
    VerificationExitCode FailureClass { get; }

    /// <summary>Whether the integration declares anything that this check could look at.</summary>
    bool AppliesTo(IntegrationOutputs integration);

    Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken);
}
