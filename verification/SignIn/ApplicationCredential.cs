using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace TenantOnboarding.Verification.SignIn;

/// <summary>Signs in as the application with its certificate. Tokens are kept until <see cref="Renew"/>, as a kept token keeps its old roles.</summary>
internal sealed partial class ApplicationCredential(
    Guid tenantId, Guid clientId, X509Certificate2 certificate, TenantEndpoints endpoints, HttpClient http) : TokenCredential, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, AppToken> _tokens = [];
    private ClientCertificateCredential? _credential;

    /// <summary>Forgets all tokens, so that the next ones carry the roles of that moment.</summary>
    public void Renew()
    {
        lock (_tokens)
        {
            _tokens.Clear();
            _credential = null;
        }
    }

    /// <summary>A token for a scope.</summary>
    /// <exception cref="SignInException">The token endpoint refuses.</exception>
    /// <exception cref="TenantUnreachableException">The token endpoint does not answer.</exception>
    public async Task<AppToken> TokenAsync(string scope, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ClientCertificateCredential credential;
            lock (_tokens)
            {
                if (_tokens.TryGetValue(scope, out AppToken? kept) && kept.ExpiresOn > DateTimeOffset.UtcNow.AddMinutes(5))
                    return kept;
                credential = _credential ??= NewCredential();
            }
            AccessToken token = await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken).ConfigureAwait(false);
            AppToken read = AppToken.Read(token.Token, token.ExpiresOn);
            lock (_tokens)
                return _tokens[scope] = read;
        }
        catch (AuthenticationFailedException e) when (!cancellationToken.IsCancellationRequested)
        {
            if (Refusal(e) is (string code, string text))
                throw new SignInException(code, text, e);
            if (Unreachable(e) is string why)
                throw new TenantUnreachableException(endpoints.LoginUrl.Authority, why, e);
            throw new SignInException(null, FirstLine(e.GetBaseException().Message), e);
        }
        finally
        {
            _gate.Release();
        }
    }

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        AppToken token = await TokenAsync(requestContext.Scopes[0], cancellationToken).ConfigureAwait(false);
        return new AccessToken(token.Value, token.ExpiresOn);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

    public void Dispose() => _gate.Dispose();

    /// <summary>Why a request never got an answer; null where it did get one.</summary>
    public static string? Unreachable(Exception? exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AuthenticationException when e.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase):
                    return $"the server's TLS certificate is not trusted ({FirstLine(e.Message)})";
                case AuthenticationException:
                    return $"no connection with TLS 1.2 or later comes about ({FirstLine(e.GetBaseException().Message)})";
                case SocketException socket:
                    return socket.SocketErrorCode switch
                    {
                        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name does not resolve",
                        SocketError.ConnectionRefused => "the connection is refused",
                        _ => FirstLine(socket.Message),
                    };
                case TaskCanceledException or TimeoutException:
                    return "no answer within the time allowed";
                case AggregateException { InnerExceptions: [Exception first, ..] } when Unreachable(first) is string why:
                    return why;
                case HttpRequestException { StatusCode: null, InnerException: null }:
                    return FirstLine(e.Message);
                default:
                    break;
            }
        }
        return null;
    }

    /// <summary>Entra's own words about a refusal, without the ids that only its support can use.</summary>
    private static (string Code, string Text)? Refusal(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (ErrorCode().Match(e.Message) is { Success: true } match)
                return (match.Value, FirstLine(e.Message[match.Index..]).Split(" Trace ID:", 2)[0]);
        }
        return null;
    }

    private ClientCertificateCredential NewCredential() => new(tenantId.ToString(), clientId.ToString(), certificate, new ClientCertificateCredentialOptions
    {
        AuthorityHost = endpoints.LoginUrl,
        DisableInstanceDiscovery = !endpoints.InstanceDiscovery,
        Transport = new HttpClientTransport(http),
        // The client waits out throttling itself, on its own clock.
        Retry = { MaxRetries = 0 },
    });

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    [GeneratedRegex(@"AADSTS\d+")]
    private static partial Regex ErrorCode();
}
