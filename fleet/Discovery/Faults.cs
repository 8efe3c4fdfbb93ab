using System.Globalization;
using TenantOnboarding.Components.Exchange;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>What is wrong with an application that was made by hand.</summary>
internal static class Faults
{
    private const int SoonDays = 30;

    /// <summary>Every fault, one line each: what is the case, and what to do.</summary>
    /// <param name="application">The application.</param>
    /// <param name="all">All that were found, itself among them.</param>
    /// <param name="now">The moment by which ends are judged.</param>
    public static IReadOnlyList<string> Of(ScannedApplication application, IEnumerable<ScannedApplication> all, DateTimeOffset now) =>
    [
        .. LookAlikes(application, all),
        .. Secrets(application, now),
        .. Certificates(application, now),
        .. Protocols(application, now),
        .. Consent(application),
        .. Registration(application),
    ];

    private static IEnumerable<string> LookAlikes(ScannedApplication application, IEnumerable<ScannedApplication> all)
    {
        foreach (ScannedApplication other in all.Where(other => other.ClientId != application.ClientId))
        {
            bool named = string.Equals(other.DisplayName, application.DisplayName, StringComparison.OrdinalIgnoreCase);
            bool addressed = other.RedirectUris.Intersect(application.RedirectUris, StringComparer.OrdinalIgnoreCase).Any();
            if (!named && !addressed)
                continue;
            string same = named && addressed ? "name and redirect URI" : named ? "name" : "redirect URI";
            yield return $"{other.ClientId} has the same {same}: the sign-in logs tell which one the product uses; remove the other";
        }
    }

    private static IEnumerable<string> Secrets(ScannedApplication application, DateTimeOffset now)
    {
        if (application.SecretEnds.Count == 0)
            yield break;
        int gone = application.SecretEnds.Count(end => end <= now);
        string expired = gone == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {gone} of them expired");
        yield return $"{Count(application.SecretEnds.Count, "client secret")}{expired}: whoever has copied it is the application; "
            + "remove it once the product signs in with a certificate";
    }

    private static IEnumerable<string> Certificates(ScannedApplication application, DateTimeOffset now)
    {
        if (application.Certificates.Count == 0)
        {
            yield return "no certificate: make one in the product, and name its public part in the stack file";
            yield break;
        }
        foreach (ScannedCertificate certificate in application.Certificates.Where(certificate => certificate.NotAfter <= now))
            yield return $"certificate {certificate.Thumbprint} expired on {Day(certificate.NotAfter!.Value)}: remove it in the portal";
        DateTimeOffset? last = application.Certificates.Max(certificate => certificate.NotAfter);
        if (last is { } end && end > now && end - now <= TimeSpan.FromDays(SoonDays))
            yield return $"its last certificate ends on {Day(end)}, in {Count((int)(end - now).TotalDays, "day")}: make the next one now";
    }

    private static IEnumerable<string> Protocols(ScannedApplication application, DateTimeOffset now)
    {
        foreach (MailboxProtocol protocol in MailboxProtocol.Known.Where(protocol => protocol.EndsOn is not null))
        {
            if (!application.Wanted.Any(permission => permission.Value == protocol.Permission.Value))
                continue;
            int days = protocol.DaysLeft(DateOnly.FromDateTime(now.UtcDateTime))!.Value;
            yield return $"{protocol.DisplayName} {(days > 0 ? "ends" : "ended")} on "
                + string.Create(CultureInfo.InvariantCulture, $"{protocol.EndsOn:yyyy-MM-dd}")
                + (days > 0 ? $", in {Count(days, "day")}" : "") + ": move to graph or imap as soon as the product can";
        }
    }

    private static IEnumerable<string> Consent(ScannedApplication application)
    {
        ScannedPermission[] missing = [.. application.Requested.Except(application.Granted)];
        if (missing.Length > 0)
            yield return $"asked for and never consented to: {Names(missing)}; consent, or take it off the list";
        ScannedPermission[] unasked = [.. application.Granted.Except(application.Requested)];
        if (unasked.Length > 0)
            yield return $"consented to and not on the portal's list of what it asks for: {Names(unasked)}";
        ScannedPermission[] beyond = [.. application.Granted.Where(permission => !StackDraft.IsOfUse(application, permission))];
        if (beyond.Length > 0)
            yield return $"more than the product needs: {Names(beyond)}; revoke it";
        ScannedPermission[] everywhere =
            [.. application.Granted.Where(permission => permission.OpensMail && permission.Value is not "IMAP.AccessAsApp"
                and not "POP.AccessAsApp" and not "Exchange.ManageAsApp" and not "Exchange.ManageAsAppV2")];
        if (everywhere.Length > 0)
            yield return $"{Names(everywhere)} opens every mailbox of the tenant; mailboxes: {{ group: … }} limits it to some";
    }

    private static IEnumerable<string> Registration(ScannedApplication application)
    {
        if (application.IssuesAccessTokens)
            yield return "access tokens are issued at the authorization endpoint (implicit flow): no product here needs that; turn it off";
        if (application.SignInAudience is not ("AzureADMyOrg" or ""))
            yield return $"users of other tenants may sign in ({application.SignInAudience}); expected AzureADMyOrg";
        if (application.Enabled is null)
            yield return "no service principal: nobody can sign in as it, and nothing can be consented to";
        if (application.Enabled is false)
            yield return "its service principal is disabled: nobody can sign in as it";
        foreach (string uri in application.RedirectUris.Where(uri => uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
            yield return $"redirect URI {uri} is not encrypted";
    }

    private static string Names(IEnumerable<ScannedPermission> permissions) =>
        string.Join(", ", permissions.Select(permission => permission.Value).Order(StringComparer.Ordinal));

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(int number, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");
}
