using System.Globalization;

namespace SimulatedTenant.Options;

/// <summary>Faults at single requests as a command line writes them: <c>7</c>, <c>imap:3</c>, <c>graph:5=drop</c>.</summary>
internal static class FaultNames
{
    private static readonly Dictionary<string, RequestProtocol> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sign-in"] = RequestProtocol.SignIn,
        ["graph"] = RequestProtocol.Graph,
        ["ews"] = RequestProtocol.Ews,
        ["exchange"] = RequestProtocol.ExchangeAdministration,
        ["imap"] = RequestProtocol.Imap,
    };

    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["503"] = FaultKind.ServiceUnavailable,
        ["429"] = FaultKind.TooManyRequests,
        ["500"] = FaultKind.InternalServerError,
        ["502"] = FaultKind.BadGateway,
        ["504"] = FaultKind.GatewayTimeout,
        ["token-expired"] = FaultKind.TokenExpired,
        ["drop"] = FaultKind.ConnectionDropped,
        ["drop-after"] = FaultKind.ConnectionDroppedAfterEffect,
        ["cut"] = FaultKind.AnswerCut,
    };

    /// <summary>The fault that a text names; null when it names none.</summary>
    public static FaultAt? Read(string text)
    {
        string[] parts = text.Split('=');
        string[] counted = parts[0].Split(':');
        FaultKind kind = FaultKind.ServiceUnavailable;
        RequestProtocol? protocol = null;
        if (parts.Length > 2 || counted.Length > 2 || (parts.Length == 2 && !Kinds.TryGetValue(parts[1], out kind)))
            return null;
        if (counted.Length == 2)
        {
            if (!Protocols.TryGetValue(counted[0], out RequestProtocol named))
                return null;
            protocol = named;
        }
        return long.TryParse(counted[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0
            ? new(number, kind, protocol)
            : null;
    }
}
