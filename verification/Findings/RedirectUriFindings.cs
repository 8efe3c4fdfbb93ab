using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about users signing in to the product.</summary>
internal static class RedirectUriFindings
{
    private static readonly Uri ReplyUrls = new("https://learn.microsoft.com/entra/identity-platform/reply-url");

    public static readonly FindingKind MissingKind = new("REDIRECT_URI_MISSING", Severity.Error)
    {
        Meaning = "The redirect URI is not registered: signing in ends with AADSTS50011.",
        Fix = "Deploy the stack again.",
        Source = ReplyUrls,
    };

    public static readonly FindingKind NotDeclaredKind = new("REDIRECT_URI_NOT_DECLARED", Severity.Warning)
    {
        Meaning = "The registration holds a redirect URI that the stack does not declare.",
        Fix = "Declare it, or remove it under 'Authentication'.",
        Source = ReplyUrls,
    };

    public static readonly FindingKind IdTokensOffKind = new("ID_TOKENS_OFF", Severity.Error)
    {
        Meaning = "ID tokens are off: signing in to the product ends with AADSTS700054.",
        Fix = "Deploy the stack again.",
    };

    public static readonly FindingKind AccessTokensOnKind = new("ACCESS_TOKENS_ON", Severity.Warning)
    {
        Meaning = "Access tokens by the implicit flow are on, though the product does not need them.",
        Fix = "Switch 'Access tokens' off under 'Authentication'.",
    };

    public static readonly FindingKind LogoutUrlKind = new("LOGOUT_URL_SET", Severity.Warning)
    {
        Meaning = "A front-channel logout URL is set; the product's guide leaves it empty.",
        Fix = "Clear it under 'Authentication'.",
    };

    public static readonly FindingKind AssignmentRequiredKind = new("ASSIGNMENT_REQUIRED", Severity.Error)
    {
        Meaning = "'Assignment required' is on at the enterprise application, and nobody is assigned: signing in to the product ends with "
            + "AADSTS50105 for everybody.",
        Fix = "Assign users or groups under 'Users and groups', or set 'Assignment required' to No under 'Properties'.",
        Unless = "A note where users or groups are assigned: others cannot sign in, which may be meant.",
        Source = new("https://learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal"),
    };

    /// <summary>The redirect URI is not registered.</summary>
    /// <param name="uri">The declared one.</param>
    /// <param name="similar">A registered one that resembles it, or null.</param>
    public static Finding Missing(string uri, string? similar) => MissingKind.About(
        uri,
        similar is null ? null
            : $"A similar redirect URI is registered, {similar}; it must match to the letter, else signing in ends with AADSTS50011.") with
    {
        WaitingFor = "the redirect URI to be listed",
    };

    public static Finding NotDeclared(string uri) => NotDeclaredKind.About(uri);

    public static Finding IdTokensOff(string uri) => IdTokensOffKind.About(uri) with { WaitingFor = "ID tokens to be switched on" };

    public static Finding AccessTokensOn(string uri) => AccessTokensOnKind.About(uri);

    public static Finding LogoutUrl(string url) => LogoutUrlKind.About(url);

    /// <summary>Only who is assigned can sign in.</summary>
    /// <param name="displayName">Display name of the application.</param>
    /// <param name="assigned">Names of the users and groups that are assigned.</param>
    public static Finding AssignmentRequired(string displayName, IReadOnlyCollection<string> assigned)
    {
        if (assigned.Count == 0)
            return AssignmentRequiredKind.About(displayName);
        return AssignmentRequiredKind.About(
            displayName,
            $"'Assignment required' is on at the enterprise application: only {Words.Names(assigned, 5)} can sign in to the product; "
            + "for others signing in ends with AADSTS50105.") with
        {
            Severity = Severity.Info,
            Fix = "Nothing to do if that is meant; else assign more under 'Users and groups'.",
        };
    }
}
