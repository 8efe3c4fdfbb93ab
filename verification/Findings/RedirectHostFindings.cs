using System.Net;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about the redirect URI's host, as it looks from where the verification runs: a host that cannot be reached from here
/// may well be reached by its users, so that alone is no warning.</summary>
internal static class RedirectHostFindings
{
    private const string ReachableByAll =
        "Nothing to do where all who sign in are in a network that reaches it; remote users need a public DNS entry and an open port.";

    private const string Certificate = "Browsers warn users who return from signing in.";

    public static readonly FindingKind UnresolvedKind = new("REDIRECT_HOST_UNRESOLVED", Severity.Info)
    {
        Meaning = "The name of the redirect URI's host does not resolve here, where the verification runs.",
        Fix = ReachableByAll,
    };

    public static readonly FindingKind UnreachableKind = new("REDIRECT_HOST_UNREACHABLE", Severity.Info)
    {
        Meaning = "The redirect URI's host does not answer here, where the verification runs.",
        Fix = ReachableByAll,
    };

    public static readonly FindingKind WithoutTlsKind = new("REDIRECT_HOST_WITHOUT_TLS", Severity.Warning)
    {
        Meaning = "The redirect URI's host answers, but not with TLS 1.2 or 1.3, which its https address asks for: users do not "
            + "return from signing in.",
        Fix = "Check that the port is that of the product's web access, and that TLS 1.2 is on there.",
    };

    public static readonly FindingKind WrongNameKind = new("REDIRECT_HOST_WRONG_NAME", Severity.Warning)
    {
        Meaning = $"The redirect URI's host shows a certificate that is for other names. {Certificate}",
        Fix = "Give the product's web access a certificate for the name in the redirect URI, or use a name in `signIn` that the "
            + "certificate holds, and deploy.",
    };

    public static readonly FindingKind ExpiredKind = new("REDIRECT_HOST_EXPIRED", Severity.Warning)
    {
        Meaning = $"The redirect URI's host shows a certificate that has expired, or is not valid yet. {Certificate}",
        Fix = "Renew the certificate of the product's web access; it is not the one that the application signs in with.",
    };

    public static readonly FindingKind ExpiresSoonKind = new("REDIRECT_HOST_EXPIRES_SOON", Severity.Warning)
    {
        Meaning = "The redirect URI's host shows a certificate that expires soon; after that browsers warn users who return from "
            + "signing in.",
        Fix = ExpiredKind.Fix,
    };

    public static readonly FindingKind UntrustedKind = new("REDIRECT_HOST_UNTRUSTED", Severity.Warning)
    {
        Meaning = $"The redirect URI's host shows a certificate that is not trusted here. {Certificate}",
        Fix = "Give the product's web access a certificate, with those of its issuers, that its users' computers trust; nothing to do "
            + "where they trust it and only this machine does not.",
    };

    public static Finding Unresolved(string host, string? detail) => UnresolvedKind.About(host, detail: detail);

    /// <summary>No address of the host answers.</summary>
    /// <param name="authority">Host and port.</param>
    /// <param name="addresses">What its name resolves to.</param>
    /// <param name="detail">What was found.</param>
    public static Finding Unreachable(string authority, IReadOnlyList<IPAddress> addresses, string? detail) => UnreachableKind.About(
        authority,
        $"The redirect URI's host, {Words.Names([.. addresses.Select(address => $"{address}")])}, does not answer here, where the "
            + "verification runs.",
        detail);

    public static Finding WithoutTls(string authority, string? detail) => WithoutTlsKind.About(authority, detail: detail);

    public static Finding WrongName(string host, IReadOnlyList<string> names) => WrongNameKind.About(
        host, $"The host shows a certificate for {Words.Names(names, 5)}, not for {host}. {Certificate}");

    public static Finding Expired(string authority, DateTimeOffset notAfter) => ExpiredKind.About(
        authority, $"The host shows a certificate that expired on {Words.Date(notAfter)}. {Certificate}");

    public static Finding NotYetValid(string authority, DateTimeOffset notBefore) => ExpiredKind.About(
        authority, $"The host shows a certificate that is valid from {Words.Time(notBefore)} on. {Certificate}") with
    {
        Fix = "Check the clocks of the host and of this machine, or wait.",
    };

    public static Finding ExpiresSoon(string authority, DateTimeOffset notAfter, DateTimeOffset now) => ExpiresSoonKind.About(
        authority,
        $"The host shows a certificate that expires on {Words.Date(notAfter)}, in {Words.Count((int)(notAfter - now).TotalDays, "day")}; "
            + "after that browsers warn users who return from signing in.");

    public static Finding Untrusted(string authority, string issuer, string why) => UntrustedKind.About(
        authority, $"The host shows a certificate, issued by {issuer}, that is not trusted here: {why}. {Certificate}");
}
