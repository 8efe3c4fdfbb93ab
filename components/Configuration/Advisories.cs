using System.Globalization;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Exchange;

namespace TenantOnboarding.Components.Configuration;

/// <summary>What works today and needs attention: one line each, shown in previews and deployments.</summary>
internal static class Advisories
{
    public static IEnumerable<string> For(StackConfiguration stack, DateTimeOffset now)
    {
        foreach (IntegrationConfiguration integration in stack.Integrations)
        {
            foreach (MailboxProtocol protocol in integration.MailboxAccess)
            {
                if (protocol.EndsOn is not { } end || protocol.DaysLeft(DateOnly.FromDateTime(now.UtcDateTime)) is not { } days)
                    continue;
                yield return $"{integration.Name}: mailboxes are reached through {protocol.DisplayName}, which ends on "
                    + $"{end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, in {days} day{(days == 1 ? "" : "s")}. "
                    + $"Until then {protocol.TenantMust}. Move to graph or imap as soon as the product can.";
            }
            foreach (string advisory in ForCertificates(integration, stack.ExpiryWarningDays, now))
                yield return advisory;
        }
    }

    private static IEnumerable<string> ForCertificates(IntegrationConfiguration integration, int warningDays, DateTimeOffset now)
    {
        DateTimeOffset lastValid = integration.KnownCertificates
            .Where(certificate => certificate.IsValidAt(now)).Select(certificate => certificate.NotAfter)
                .DefaultIfEmpty(DateTimeOffset.MaxValue).Max();
        foreach (CertificateFile certificate in integration.KnownCertificates)
        {
            string named = $"{integration.Name}: {certificate.Path} ({certificate.Thumbprint})";
            if (certificate.NotAfter <= now)
            {
                yield return $"{named} expired on {Day(certificate.NotAfter)}; remove it from certificates.";
            }
            else if (certificate.NotBefore > now)
            {
                yield return $"{named} is not valid before {Day(certificate.NotBefore)}; keep the present certificate until then.";
            }
            else if (certificate.NotAfter == lastValid && certificate.NotAfter - now <= TimeSpan.FromDays(warningDays))
            {
                yield return $"{named} expires on {Day(certificate.NotAfter)}, in {(int)(certificate.NotAfter - now).TotalDays} days, "
                    + "and no other certificate follows it. Make a new one in the product and add it to certificates.";
            }
        }
    }

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
