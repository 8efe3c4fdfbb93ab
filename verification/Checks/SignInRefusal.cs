using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.SignIn;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Refusals of the sign-in service that have nothing to do with the certificate; any token can meet them.</summary>
internal static class SignInRefusal
{
    /// <summary>What a refusal says, or null where it is none of these.</summary>
    /// <param name="exception">The refusal.</param>
    /// <param name="clientId">Application (client) id that was refused.</param>
    /// <param name="policies">What to call the conditional access policies that it names; null = by their ids.</param>
    public static Finding? Explain(SignInException exception, Guid clientId, IReadOnlyList<string>? policies = null) =>
        exception.Code switch
        {
            "AADSTS53003" => SignInFindings.ConditionalAccess(clientId, policies ?? exception.BlockedBy, exception.Message),
            "AADSTS530032" => SignInFindings.SecurityPolicy(clientId, exception.Message),
            "AADSTS530035" => SignInFindings.SecurityDefaults(clientId, exception.Message),
            "AADSTS7000112" or "AADSTS70001" => SignInFindings.ApplicationDisabled(clientId, exception.Message),
            "AADSTS501051" => ConsentFindings.ApiAssignmentRequired(clientId, exception.Message),
            _ => null,
        };
}
