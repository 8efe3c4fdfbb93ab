using System.Globalization;
using System.Text.Json;
using System.Xml;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Components.Tenant;

/// <summary>
/// The tenant's policy on applications' credentials, which may refuse a certificate. It is read where the deployer may
/// (Policy.Read.All); otherwise the deployment itself finds out.  </summary>
internal static class TenantPolicies
{
    /// <summary>Restricts the days between start and end of a certificate.</summary>
    private const string Lifetime = "asymmetricKeyLifetime";

    /// <summary>
    /// Refuses certificates that no trusted authority issued. Known to Graph, not yet to its SDK, so the policy is read as JSON.
    /// </summary>
    private const string TrustedAuthority = "trustedCertificateAuthority";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// One line for each certificate that the policy refuses on applications made from now on, or one that says why it was not read.
    /// </summary>
    public static async Task<IReadOnlyList<string>> AdvisoriesAsync(StackConfiguration stack, Func<Task<GraphServiceClient>> connect)
    {
        if (stack.Integrations.All(integration => integration.Certificates.IsEmpty))
            return [];
        try
        {
            using GraphServiceClient graph = await connect();
            RequestInformation request = graph.Policies.DefaultAppManagementPolicy.ToGetRequestInformation();
            Dictionary<string, ParsableFactory<IParsable>> errors = new()
            {
                ["4XX"] = ODataError.CreateFromDiscriminatorValue,
                ["5XX"] = ODataError.CreateFromDiscriminatorValue,
            };
            await using Stream? answer = await graph.RequestAdapter.SendPrimitiveAsync<Stream>(request, errors);
            Policy? policy = answer is null ? null : await JsonSerializer.DeserializeAsync<Policy>(answer, Json);
            return policy is { IsEnabled: true } ? [.. Judge(stack, policy.ApplicationRestrictions?.KeyCredentials ?? [])] : [];
        }
        catch (Exception exception) when (exception is ApiException or AuthenticationFailedException or HttpRequestException
            or ConfigurationException or JsonException or FormatException or TaskCanceledException { InnerException: TimeoutException })
        {
            LookupFailure failure = LookupFailure.Of(exception);
            string cause = exception is ConfigurationException { Errors: [ConfigurationError first, ..] }
                ? $"{first.Path}: {first.Found}" : failure.Words;
            return
            [
                $"Whether the tenant's policy would refuse a certificate was not looked up ({cause})"
                    + (failure.Kind == LookupFailureKind.RightMissing
                        ? "; to be warned before the upload, give the deploying identity Policy.Read.All." : "."),
            ];
        }
    }

    private static IEnumerable<string> Judge(StackConfiguration stack, IReadOnlyList<Restriction> restrictions)
    {
        foreach (Restriction restriction in restrictions.Where(restriction => restriction.State != "disabled"))
        {
            foreach (IntegrationConfiguration integration in stack.Integrations)
            {
                foreach (CertificateFile certificate in integration.Certificates)
                {
                    if (Refusal(restriction, certificate) is { } refusal)
                        yield return Sentence(integration, certificate, restriction, refusal);
                }
            }
        }
    }

    private static string Sentence(IntegrationConfiguration integration, CertificateFile certificate, Restriction restriction,
        string refusal)
    {
        string since = restriction.RestrictForAppsCreatedAfterDateTime is { } date
            ? $"applications made after {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            : "every application";
        return $"{integration.Name}: {certificate.Path} {refusal}. "
            + $"For {since} the upload fails with CredentialInvalidLifetimeAsPerAppPolicy or a like error: "
            + "make another certificate, or have the application exempted (app management policy).";
    }

    private static string? Refusal(Restriction restriction, CertificateFile certificate)
    {
        TimeSpan lifetime = certificate.NotAfter - certificate.NotBefore;
        return restriction.RestrictionType switch
        {
            Lifetime when restriction.MaxLifetime is not null && XmlConvert.ToTimeSpan(restriction.MaxLifetime) is { } longest
                && lifetime > longest =>
                $"is valid for {(int)lifetime.TotalDays} days, and the tenant's policy allows {(int)longest.TotalDays}",
            TrustedAuthority when certificate.IsSelfSigned =>
                "is self-signed, and the tenant's policy asks for certificates of a trusted authority",
            _ => null,
        };
    }

    private sealed record Policy(bool IsEnabled, Restrictions? ApplicationRestrictions);

    private sealed record Restrictions(IReadOnlyList<Restriction>? KeyCredentials);

    private sealed record Restriction(string? RestrictionType, string? State, string? MaxLifetime,
        DateTimeOffset? RestrictForAppsCreatedAfterDateTime);
}
