namespace TenantOnboarding.Verification.Tenant;

/// <summary>Where a tenant's services answer.</summary>
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
}
