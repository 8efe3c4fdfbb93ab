using Azure.Identity;
using Microsoft.Graph;

namespace TenantOnboarding.Components.Clouds;

/// <summary>
/// A Microsoft cloud that can hold a tenant: one setting, <c>azuread:environment</c>, that moves every endpoint. Everything that
/// follows from it stands here.  </summary>  <param name="Key">Its name in the configuration, in the outputs and in the azuread
/// provider.</param>
public sealed record Cloud(string Key)
{
    /// <summary>The worldwide cloud.</summary>
    public static Cloud Public { get; } = new("public")
    {
        ProviderAlias = "global",
        GraphCloud = GraphClientFactory.Global_Cloud,
        Authority = AzureAuthorityHosts.AzurePublicCloud,
        AzureEnvironment = "public",
        ExchangeEnvironment = null,
    };

    /// <summary>US Government L4 (GCC High).</summary>
    public static Cloud UsGovernment { get; } = new("usgovernment")
    {
        ProviderAlias = "usgovernmentl4",
        GraphCloud = GraphClientFactory.USGOV_Cloud,
        Authority = AzureAuthorityHosts.AzureGovernment,
        AzureEnvironment = "usgovernment",
        ExchangeEnvironment = "O365USGovGCCHigh",
    };

    /// <summary>US Government L5 (Department of Defense).</summary>
    public static Cloud Dod { get; } = new("dod")
    {
        ProviderAlias = "usgovernmentl5",
        GraphCloud = GraphClientFactory.USGOV_DOD_Cloud,
        Authority = AzureAuthorityHosts.AzureGovernment,
        // Azure's provider knows one name for both government clouds.
        AzureEnvironment = "usgovernment",
        ExchangeEnvironment = "O365USGovDoD",
    };

    /// <summary>Microsoft 365 operated by 21Vianet.</summary>
    public static Cloud China { get; } = new("china")
    {
        ProviderAlias = "china",
        GraphCloud = GraphClientFactory.China_Cloud,
        Authority = AzureAuthorityHosts.AzureChina,
        AzureEnvironment = "china",
        ExchangeEnvironment = "O365China",
    };

    /// <summary>Every cloud.</summary>
    public static IReadOnlyList<Cloud> Known { get; } = [Public, UsGovernment, Dod, China];

    /// <summary>The other name by which the azuread provider knows it.</summary>
    public required string ProviderAlias { get; init; }

    /// <summary>Its name in Microsoft Graph's SDK.</summary>
    public required string GraphCloud { get; init; }

    /// <summary>Where a principal signs in.</summary>
    public required Uri Authority { get; init; }

    /// <summary>Its name in the azure provider.</summary>
    public required string AzureEnvironment { get; init; }

    /// <summary>Its name in Exchange Online PowerShell (<c>-ExchangeEnvironmentName</c>), or null where that is the default.</summary>
    public required string? ExchangeEnvironment { get; init; }
}
