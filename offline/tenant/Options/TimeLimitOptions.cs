namespace SimulatedTenant.Options;

/// <summary>How long a client may take, so that nobody can hold the tenant up by keeping silent.</summary>
public sealed record TimeLimitOptions
{
    /// <summary>For the headers of a request, and for a TLS handshake of IMAP. Default 15 s.</summary>
    public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Between requests of a connection, and for the next line of an IMAP session that has not signed in. Default 2 min. One that has
    /// signed in has 30 min, which is what RFC 3501 asks for.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// After which a body must come at 240 bytes a second or faster: more than 1 s, which is how often the server looks. Default 5 s.
    /// </summary>
    public TimeSpan SlowBody { get; init; } = TimeSpan.FromSeconds(5);
}
