namespace SimulatedTenant.Options;

/// <summary>What goes wrong with one request.</summary>
public enum FaultKind
{
    /// <summary>503 with <c>Retry-After</c>; EWS <c>ErrorServerBusy</c> with its back-off; IMAP <c>NO Server Unavailable. 15</c>.</summary>
    ServiceUnavailable,

    /// <summary>
    /// 429 with <c>Retry-After</c>; EWS <c>ErrorServerBusy</c>; IMAP <c>BAD Request is throttled</c>, and the connection ends.
    /// </summary>
    TooManyRequests,

    /// <summary>500; IMAP <c>NO Server Unavailable. 15</c>.</summary>
    InternalServerError,

    /// <summary>502; IMAP <c>BYE Connection is closed. 13</c>.</summary>
    BadGateway,

    /// <summary>504; IMAP <c>BYE Connection is closed. 13</c>.</summary>
    GatewayTimeout,

    /// <summary>
    /// 401 as for a token that has expired; IMAP refuses the sign-in or ends the session. Sign-in itself has no token, and goes well.
    /// </summary>
    TokenExpired,

    /// <summary>The connection is lost before the work. An item of a batch has none of its own, and gets 502.</summary>
    ConnectionDropped,

    /// <summary>The connection is lost after the work. An item of a batch has none of its own, and gets 502.</summary>
    ConnectionDroppedAfterEffect,

    /// <summary>The answer stops half-way. An item of a batch has no connection of its own, and gets 502.</summary>
    AnswerCut,
}
