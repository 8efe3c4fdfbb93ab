using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Checks;

/// <summary>One check of one integration.</summary>
internal interface ICheck
{
    /// <summary>Stable id, for example <c>redirect-uri</c>.</summary>
    string Id { get; }

    /// <summary>Heading for people.</summary>
    string Title { get; }

    /// <summary>The exit code that it asks for when it fails; in the order of the checks these never fall.</summary>
    VerificationExitCode FailureClass { get; }

    /// <summary>Ids of the checks whose facts it uses; those come before it.</summary>
    IReadOnlyList<string> Needs { get; }

    /// <summary>Whether the integration declares anything that this check could look at.</summary>
    bool AppliesTo(IntegrationOutputs integration);

    /// <summary>Looks once.</summary>
    Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken);
}
