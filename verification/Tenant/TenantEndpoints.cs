using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Verification.Tenant;

/// <summary>Where a tenant's services answer. Sources: Microsoft's lists of endpoints per cloud.</summary>
public sealed record TenantEndpoints
{
    /// <summary>Authority of the token endpoint.</summary>
    public required Uri LoginUrl { get; init; }

    /// <summary>Microsoft Graph, without version.</summary>
    public required Uri GraphUrl { get; init; }

    /// <summary>Exchange Online: EWS and the admin API.</summary>
    public required Uri ExchangeUrl { get; init; }

    /// <summary>Host of IMAP over TLS.</summary>
    public required string ImapHost { get; init; }

    /// <summary>Port of IMAP over TLS; 0 = there is none.</summary>
    public int ImapPort { get; init; } = 993;

    /// <summary>Scope of a token for Microsoft Graph.</summary>
    public string GraphScope { get; init; } = "https://graph.microsoft.com/.default";

    /// <summary>Scope of a token for Exchange Online.</summary>
    public string ExchangeScope { get; init; } = "https://outlook.office365.com/.default";

    /// <summary>Whether Entra's instance discovery knows the authority: true in the public cloud only.</summary>
    public bool InstanceDiscovery { get; init; }

    /// <summary>The worldwide cloud, GCC included.</summary>
    public static TenantEndpoints Public { get; } =
        Cloud("https://login.microsoftonline.com", "https://graph.microsoft.com", "outlook.office365.com") with { InstanceDiscovery = true };

    /// <summary>US government, GCC High.</summary>
    public static TenantEndpoints UsGovernment { get; } =
        Cloud("https://login.microsoftonline.us", "https://graph.microsoft.us", "outlook.office365.us");

    /// <summary>US Department of Defense.</summary>
    public static TenantEndpoints Dod { get; } =
        Cloud("https://login.microsoftonline.us", "https://dod-graph.microsoft.us", "outlook-dod.office365.us");

    /// <summary>China, operated by 21Vianet.</summary>
    public static TenantEndpoints China { get; } =
        Cloud("https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn", "partner.outlook.cn");

    /// <summary>The endpoints of a cloud.</summary>
    public static TenantEndpoints For(CloudEnvironment environment) => environment switch
    {
        CloudEnvironment.UsGovernment => UsGovernment,
        CloudEnvironment.Dod => Dod,
        CloudEnvironment.China => China,
        _ => Public,
    };

    /// <summary>The endpoints of a cloud by its name in the outputs document: public, usgovernment, dod or china.</summary>
    /// <exception cref="ArgumentException">No cloud has that name.</exception>
    public static TenantEndpoints ForEnvironment(string name) => name switch
    {
        "public" => Public,
        "usgovernment" => UsGovernment,
        "dod" => Dod,
        "china" => China,
        _ => throw new ArgumentException($"environment: found '{name}', expected public | usgovernment | dod | china.", nameof(name)),
    };

    /// <summary>A simulated tenant: one HTTPS origin answers as login, Graph and Exchange.</summary>
    /// <param name="url">The origin, for example <c>https://localhost:8443</c>.</param>
    /// <param name="imapPort">Its IMAP port on the same host; 0 = none.</param>
    public static TenantEndpoints ForSimulatedTenant(Uri url, int imapPort)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new()
        {
            LoginUrl = url,
            GraphUrl = url,
            ExchangeUrl = url,
            ImapHost = url.Host,
            ImapPort = imapPort,
            GraphScope = url.GetLeftPart(UriPartial.Authority) + "/.default",
        };
    }

    /// <summary>The scope of a token for an API by its application id.</summary>
    public string ScopeOf(Guid apiClientId) =>
        apiClientId == WellKnown.MicrosoftGraph ? GraphScope
        : apiClientId == WellKnown.ExchangeOnline ? ExchangeScope
        : $"{apiClientId}/.default";

    private static TenantEndpoints Cloud(string login, string graph, string exchangeHost) => new()
    {
        LoginUrl = new Uri(login),
        GraphUrl = new Uri(graph),
        ExchangeUrl = new Uri($"https://{exchangeHost}"),
        ImapHost = exchangeHost,
        GraphScope = graph + "/.default",
        ExchangeScope = $"https://{exchangeHost}/.default",
    };
}
