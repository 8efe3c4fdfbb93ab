using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace TenantOnboarding.Verification.Http;

/// <summary>
/// Sends each request until it is answered: what comes back is the service's answer, whole and in memory. A token that is no longer taken
/// is replaced once.
/// </summary>
internal sealed class AskingHandler(HttpMessageHandler inner, ServiceLines lines, BearerTokens tokens) : DelegatingHandler(inner)
{
    /// <summary>How often a connection is tried to a service that has never answered: an address may be wrong, and waiting does not mend
    /// that.</summary>
    public const int FirstConnections = 3;

    /// <summary>Marks a request whose sender holds a place and judges the answer: it is sent once.</summary>
    public static readonly HttpRequestOptionsKey<bool> Once = new("verification.once");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A second try sends the body again, so it has to be in memory.
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        if (IsOnce(request))
            return await SendOnceAsync(request, cancellationToken);
        ServiceLine line = lines.Of(request.RequestUri!);
        return await line.AskAsync((tries, token) => TryAsync(request, line, tries, token), cancellationToken);
    }

    private async Task<(HttpResponseMessage? Answer, Trouble? Trouble)> TryAsync(
        HttpRequestMessage request, ServiceLine line, int tries, CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = await SendOnceAsync(request, cancellationToken);
            if (await Reception.TroubleInAsync(response, cancellationToken) is not Trouble trouble)
                return (response, null);
            response.Dispose();
            return (null, trouble);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            && (line.HasAnswered || !IsUnconnected(exception, tries)))
        {
            return (null, new(TransportErrors.InWords(exception) ?? exception.Message));
        }
    }

    /// <summary>Whether no connection came about, as with an address that is wrong.</summary>
    /// <param name="exception">What sending a request ended with.</param>
    /// <param name="tries">How many tries came before it.</param>
    public static bool IsUnconnected(Exception exception, int tries) =>
        exception.InnerException is AuthenticationException
        || (exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } && tries + 1 >= FirstConnections);

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await WholeAsync(request, cancellationToken);
        string? token = request.Headers.Authorization is { Scheme: "Bearer", Parameter: string sent } ? sent : null;
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            // A batch is taken before its items are; whoever sends one knows better.
            if (!IsOnce(request))
                tokens.Accept(token);
            return response;
        }
        if (await tokens.ReplaceAsync(token, cancellationToken) is not string other)
            return response;
        response.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", other);
        response = await WholeAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized && !IsOnce(request))
            tokens.Accept(other);
        return response;
    }

    private static bool IsOnce(HttpRequestMessage request) => request.Options.TryGetValue(Once, out bool once) && once;

    private async Task<HttpResponseMessage> WholeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
