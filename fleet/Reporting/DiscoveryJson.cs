using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TenantOnboarding.Fleet.Discovery;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>What was found in tenants, for the next system.</summary>
/// <param name="now">The moment by which ends are judged.</param>
internal sealed class DiscoveryJson(DateTimeOffset now)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<object> _tenants = [];

    /// <summary>A tenant that was read.</summary>
    /// <param name="scan">What it holds.</param>
    /// <param name="draft">The stack file that takes it over, or null where nothing can be.</param>
    /// <param name="file">The stack file that was written, or null.</param>
    /// <param name="errors">Why it was not written; empty unless that failed.</param>
    public void Add(TenantScan scan, StackDraft? draft, string? file, IReadOnlyList<string> errors) => _tenants.Add(new
    {
        scan.TenantId,
        scan.Domain,
        scan.DisplayName,
        StackFile = file,
        Applications = scan.Applications.Select(application => Describe(application, scan.Applications, draft)).ToArray(),
        scan.NotRead,
        Errors = errors,
    });

    /// <summary>A tenant that could not be read.</summary>
    public void Add(string tenant, IReadOnlyList<string> errors) => _tenants.Add(new { Tenant = tenant, Errors = errors });

    /// <summary>All of them.</summary>
    public string Render() => JsonSerializer.Serialize(new { FoundAt = now, Tenants = _tenants }, Indented) + "\n";

    private object Describe(ScannedApplication application, IReadOnlyList<ScannedApplication> all, StackDraft? draft)
    {
        Recognition recognition = Recognition.Of(application);
        IntegrationPlan? plan = draft?.Plans.FirstOrDefault(plan => plan.Application == application);
        return new
        {
            application.ClientId,
            application.DisplayName,
            application.HomeTenant,
            TakenFor = recognition.Product?.Key,
            Because = recognition.Reasons,
            Faults = Faults.Of(application, all, now),
            Permissions = application.Granted.Select(permission => $"{permission.Api.Key}/{permission.Value}").ToArray(),
            Certificates = application.Certificates
                .Select(certificate => new { certificate.Thumbprint, certificate.NotAfter }).ToArray(),
            Integration = plan?.Name,
            Product = plan?.Product.Key,
            Adds = plan?.Adds.ToArray(),
            ToComplete = plan?.Missing.ToArray(),
        };
    }
}
