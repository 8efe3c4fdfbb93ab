using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.SignIn;

/// <summary>Signs in as the application with its certificate. Tokens are kept until <see cref="Renew"/>, as a kept token keeps its old
/// roles.</summary>
internal sealed partial class ApplicationCredential(
    Guid tenantId, Guid clientId, X509Certificate2 certificate, TenantEndpoints endpoints, TenantConnection connection, TimeProvider clock)
        : TokenCredential, IDisposable
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
    /// <exception cref="TenantUnreachableException">The token endpoint cannot be reached.</exception>
    /// <exception cref="UnansweredException">The token endpoint did not answer in time.</exception>
    public Task<AppToken> TokenAsync(string scope, CancellationToken cancellationToken) =>
        TokenAsync(scope, refused: null, cancellationToken);

    /// <param name="scope">What the token is for.</param>
    /// <param name="refused">A token that a service refused, and that is not to be given again; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<AppToken> TokenAsync(string scope, string? refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ClientCertificateCredential credential;
            lock (_tokens)
            {
                if (_tokens.TryGetValue(scope, out AppToken? kept) && kept.Value != refused
                    && kept.ExpiresOn > clock.GetUtcNow().AddMinutes(5))
                {
                    return kept;
                }
                if (refused is not null)
                    _credential = null;
                credential = _credential ??= NewCredential();
            }
            AccessToken token = await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken);
            AppToken read = AppToken.Read(token.Token, token.ExpiresOn);
            connection.Tokens.Add(read.Value, renewal: refused is not null,
                async ended => (await TokenAsync(scope, read.Value, ended)).Value);
            lock (_tokens)
                return _tokens[scope] = read;
        }
        catch (AuthenticationFailedException exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (UnansweredException.In(exception) is UnansweredException unanswered)
                throw new UnansweredException(unanswered.Service, unanswered.Waited, unanswered.Message);
            if (Refusal(exception) is (string code, string text))
                throw new SignInException(code, text, exception);
            if (TransportErrors.InWords(exception) is string why)
                throw new TenantUnreachableException(endpoints.LoginUrl.Authority, why, exception);
            throw new SignInException(null, TransportErrors.FirstLine(exception.GetBaseException().Message), exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        AppToken token = await TokenAsync(requestContext.Scopes[0], cancellationToken);
        return new AccessToken(token.Value, token.ExpiresOn);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

    public void Dispose() => _gate.Dispose();

    /// <summary>Entra's own words about a refusal, without the ids that only its support can use.</summary>
    private static (string Code, string Text)? Refusal(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (ErrorCode().Match(cause.Message) is { Success: true } match)
                return (match.Value, TransportErrors.FirstLine(cause.Message[match.Index..]).Split(" Trace ID:", 2)[0]);
        }
        return null;
    }

    private ClientCertificateCredential NewCredential() =>
        new(tenantId.ToString(), clientId.ToString(), certificate, new ClientCertificateCredentialOptions
    {
        AuthorityHost = endpoints.LoginUrl,
        DisableInstanceDiscovery = !endpoints.InstanceDiscovery,
        Transport = new HttpClientTransport(connection.Http),
        // The connection asks until it is answered, on its own clock.
        Retry = { MaxRetries = 0 },
    });

    [GeneratedRegex(@"AADSTS\d+")]
    private static partial Regex ErrorCode();
}
