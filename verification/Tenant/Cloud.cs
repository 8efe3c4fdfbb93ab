namespace TenantOnboarding.Verification.Tenant;

/// <summary>A Microsoft cloud and all that follows from it. Sources: Microsoft's lists of endpoints per cloud.</summary>
/// <param name="Key">Its name in the outputs document, which is the azuread provider's.</param>
/// <param name="Name">What to call it.</param>
/// <param name="Endpoints">Where its services answer.</param>
public sealed record Cloud(string Key, string Name, TenantEndpoints Endpoints)
{
    /// <summary>The worldwide cloud, GCC included.</summary>
    public static Cloud Public { get; } = new("public", "Microsoft 365, worldwide",
        Of("https://login.microsoftonline.com", "https://graph.microsoft.com", "outlook.office365.com") with { InstanceDiscovery = true });

    /// <summary>US government, GCC High.</summary>
    public static Cloud UsGovernment { get; } = new("usgovernment", "US government (GCC High)",
        Of("https://login.microsoftonline.us", "https://graph.microsoft.us", "outlook.office365.us"));

    /// <summary>US Department of Defense.</summary>
    public static Cloud Dod { get; } = new("dod", "US Department of Defense",
        Of("https://login.microsoftonline.us", "https://dod-graph.microsoft.us", "outlook-dod.office365.us"));

    /// <summary>China, operated by 21Vianet.</summary>
    public static Cloud China { get; } = new("china", "China (21Vianet)",
        Of("https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn", "partner.outlook.cn"));

    /// <summary>All clouds; the schema of the outputs document names the same.</summary>
    public static IReadOnlyList<Cloud> All { get; } = [Public, UsGovernment, Dod, China];

    /// <summary>The cloud of a key.</summary>
    /// <exception cref="ArgumentException">No cloud has that key.</exception>
    public static Cloud Of(string key) => All.FirstOrDefault(cloud => cloud.Key == key)
        ?? throw new ArgumentException($"environment: found '{key}', expected {string.Join(" | ", All.Select(cloud => cloud.Key))}.",
            nameof(key));

    private static TenantEndpoints Of(string login, string graph, string exchangeHost) => new()
    {
        LoginUrl = new Uri(login),
        GraphUrl = new Uri(graph),
        ExchangeUrl = new Uri($"https://{exchangeHost}"),
        ImapHost = exchangeHost,
        GraphScope = graph + "/.default",
        ExchangeScope = $"https://{exchangeHost}/.default",
    };
}
