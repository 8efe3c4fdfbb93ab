using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Http;

/// <summary>The way to a tenant's services that all integrations of a run share.</summary>
internal sealed class TenantConnection : IDisposable
{
    public TenantConnection(VerificationOptions options)
    {
        Tokens = new(options.Clock);
        Lines = new(new(options.AnswerWithin, options.RequestTimeout, options.Clock), Math.Clamp(options.MailboxConcurrency, 1, 64));
        HttpMessageHandler handler =
            options.HandlerFactory?.Invoke() ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        if (handler is SocketsHttpHandler sockets)
            sockets.SslOptions.EnabledSslProtocols = WellKnown.Tls;
        Http = new(new AskingHandler(new RecordingHandler(handler, options.Clock), Lines, Tokens)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends requests until they are answered.</summary>
    public HttpClient Http { get; }

    /// <summary>The lines to the services.</summary>
    public ServiceLines Lines { get; }

    /// <summary>The tokens that were issued.</summary>
    public BearerTokens Tokens { get; }

    public void Dispose() => Http.Dispose();
}
