using Microsoft.Graph.Models.ODataErrors;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Checks;

/// <summary>What a check works with.</summary>
/// <param name="Session">The integration, and how to reach its tenant.</param>
/// <param name="Known">What earlier checks learned.</param>
internal sealed record CheckContext(IntegrationSession Session, Knowledge Known)
{
    public IntegrationOutputs Integration => Session.Integration;

    /// <summary>Why no token of the application can be had, in plain words, or null where it can.</summary>
    public string? NoTokens => Known.From<SignInFailure>(SignInCheck.CheckId)?.Reason;

    /// <summary>Who may read the directory with one of these permissions: the application, else the operator, else null.</summary>
    public Task<DirectoryReader?> DirectoryAsync(IReadOnlyList<string> permissions, CancellationToken cancellationToken) =>
        Session.DirectoryAsync(permissions, NoTokens is null, cancellationToken);

    /// <summary>Why nobody may read the directory.</summary>
    public string WhyNoDirectory(IReadOnlyList<string> permissions) => NoTokens ?? IntegrationSession.WhyNoDirectory(permissions);

    /// <summary>Accounts that were deleted lately; none where nobody may read them.</summary>
    public async Task<IReadOnlyList<Account>> DeletedAccountsAsync(CancellationToken cancellationToken)
    {
        if (await DirectoryAsync(DirectoryPermissions.Users, cancellationToken) is not DirectoryReader reader)
            return [];
        try
        {
            return await reader.DeletedAccountsAsync(cancellationToken);
        }
        catch (ODataError exception) when (exception.ResponseStatusCode is 401 or 403)
        {
            // An operator may read users and not those that were deleted.
            return [];
        }
    }

    /// <summary>The tenant's accounts, or null where nobody may read them.</summary>
    public Task<IReadOnlyList<Account>?> AccountsAsync(CancellationToken cancellationToken) =>
        Session.AccountsAsync(NoTokens is null, cancellationToken);
}
