using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about services that do not answer as they should; any check may have them.</summary>
internal static class ServiceFindings
{
    public static readonly FindingKind UnreachableKind = new("TENANT_UNREACHABLE", Severity.Error)
    {
        Meaning = "A service of the tenant does not answer.",
        Fix = "Check the network, proxy and endpoint, then verify again.",
        Source = new("https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges"),
    };

    public static readonly FindingKind UnansweredKind = new("SERVICE_UNANSWERED", Severity.Warning)
    {
        Meaning = "A service of the tenant did not answer a question of this check in time: it kept failing, or kept asking to slow down. "
            + "What the check would have found is not known.",
        Fix = "Look at the service's health in the Microsoft 365 admin center, and verify again later or with a longer --deadline.",
        Source = new("https://learn.microsoft.com/graph/throttling"),
    };

    public static readonly FindingKind TokenRefusedKind = new("TOKEN_REFUSED", Severity.Error)
    {
        Meaning = "The sign-in service refuses a token for an API of this check.",
        Fix = "Look the error code up at https://login.microsoftonline.com/error.",
        Source = new("https://learn.microsoft.com/entra/identity-platform/reference-error-codes"),
    };

    public static readonly FindingKind NotFoundKind = new("NOT_FOUND", Severity.Error)
    {
        Meaning = "Microsoft Graph does not find an object that the stack declares.",
        Fix = "Deploy the stack again; somebody may have removed it.",
    };

    public static readonly FindingKind UnexpectedAnswerKind = new("UNEXPECTED_ANSWER", Severity.Error)
    {
        Meaning = "A service of the tenant gave an answer that this program does not know.",
        Fix = "Verify again; if it stays, look for a proxy in between.",
        Source = new("https://learn.microsoft.com/graph/errors"),
    };

    public static Finding SignInUnreachable(string host, string why) =>
        UnreachableKind.About(host, $"The sign-in service at {host} does not answer: {why}.");

    public static Finding Unreachable(string host, string why) => UnreachableKind.About(host, $"{host} does not answer: {why}.");

    public static Finding ServiceUnreachable(string domain, string why, string detail) =>
        UnreachableKind.About(domain, $"A service of the tenant does not answer: {why}.", detail);

    public static Finding Unanswered(string service, TimeSpan waited, string detail) => UnansweredKind.About(
        service, $"{service} did not answer for {Words.Span(waited)}. What this check would have found is not known.", detail);

    public static Finding TokenRefused(string displayName, string detail) => TokenRefusedKind.About(displayName, detail: detail);

    public static Finding NotFound(string displayName, string detail) => NotFoundKind.About(displayName, detail: detail) with
    {
        WaitingFor = "the application to be found in the directory",
    };

    public static Finding UnexpectedGraphAnswer(string detail) => UnexpectedAnswerKind.About(
        "Microsoft Graph", "Microsoft Graph gave an answer that this program does not know.", detail) with
    {
        Fix = "Verify again; if it stays, look the error up.",
    };

    public static Finding UnexpectedAnswer(string domain, string detail) => UnexpectedAnswerKind.About(domain, detail: detail);
}
