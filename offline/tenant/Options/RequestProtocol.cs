namespace SimulatedTenant.Options;

/// <summary>What a request speaks.</summary>
public enum RequestProtocol
{
    /// <summary>Metadata and what the tenant adds of its own. No trouble comes to it.</summary>
    Other,

    /// <summary>The token endpoint.</summary>
    SignIn,

    /// <summary>Microsoft Graph, items of a <c>$batch</c> included.</summary>
    Graph,

    /// <summary>Exchange Web Services.</summary>
    Ews,

    /// <summary>Exchange's cmdlets over HTTP.</summary>
    ExchangeAdministration,

    /// <summary>IMAP; each command is a request.</summary>
    Imap,
}
