using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Outputs documents without a tenant behind them.</summary>
internal static class SampleOutputs
{
    /// <summary>Integrations with a certificate each, in the tenant of <see cref="SampleReport"/>; their client ids count from one.</summary>
    public static OutputsDocument Of(params (string Name, string Thumbprint)[] integrations) => new()
    {
        SchemaVersion = 1,
        Tenant = SampleReport.Mixed().Tenant,
        Integrations = integrations.Index().ToDictionary(one => one.Item.Name, one => Integration(one.Index + 1, one.Item.Thumbprint)),
    };

    private static IntegrationOutputs Integration(int number, string thumbprint) => new()
    {
        Product = "custom",
        DisplayName = "An archive",
        Directory = DirectorySource.ActiveDirectory,
        ClientId = new(number, 0, 0, new byte[8]),
        ApplicationObjectId = Guid.Empty,
        ServicePrincipalObjectId = Guid.Empty,
        Certificates = [SampleReport.Certificate with { Thumbprint = thumbprint }],
        Permissions = [],
        MailboxAccess = ["ews"],
    };
}
