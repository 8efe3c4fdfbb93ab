using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SimulatedTenant.Faults;
using SimulatedTenant.Http;

namespace SimulatedTenant;

/// <summary>Reads requests off their connections, within limits, and sends the answers.</summary>
/// <param name="pipeline">Answers.</param>
/// <param name="faults">Delays.</param>
/// <param name="names">This server's names.</param>
/// <param name="log">Where answered requests are noted.</param>
/// <param name="clock">The tenant's clock.</param>
/// <param name="counters">Where requests under way are counted.</param>
internal sealed class HttpFront(
    RequestPipeline pipeline, FaultInjector faults, ServerNames names, RequestLog log, TimeProvider clock, RequestCounters counters)
    : IDisposable
{
    /// <summary>Largest body, bytes: what Microsoft Graph takes in one request.</summary>
    public const int LargestBody = 4 * 1024 * 1024;

    /// <summary>Up to this size the server reads on, so that the client gets to see why; the bytes are not kept.</summary>
    public const int LargestUnreadBody = 64 * 1024 * 1024;

    /// <summary>What the log keeps of a body, characters.</summary>
    private const int LoggedBody = 16 * 1024;

    /// <summary>A body above this size waits until there is room for it.</summary>
    private const int SmallBody = 64 * 1024;

    private readonly SemaphoreSlim _largeBodies = new(16);

    /// <param name="context">The request.</param>
    /// <param name="afterRequest">Awaited after the work and before the answer; or null.</param>
    public async Task ServeAsync(HttpContext context, Func<RequestRecord, Task>? afterRequest)
    {
        long start = Stopwatch.GetTimestamp();
        string target = Target(context);
        string baseUrl = names.For(context.Request.Host.Host, context.Request.Host.Port);
        bool large = context.Request.ContentLength is null or > SmallBody && CanHaveBody(context);
        if (large)
            await _largeBodies.WaitAsync(context.RequestAborted);
        counters.Begin();
        try
        {
            TenantRequest request;
            TenantResponse response;
            ConnectionFault fault = ConnectionFault.None;
            try
            {
                byte[] body = await ReadBodyAsync(context);
                request = new(context.Request.Method, target, context.Request.Headers, body, baseUrl);
                faults.Number(request);
                fault = faults.Connection(request);
                if (fault == ConnectionFault.DropBefore)
                {
                    Note(request, 0, Stopwatch.GetElapsedTime(start), lost: true);
                    context.Abort();
                    return;
                }
                await faults.DelayAsync(request, context.RequestAborted);
                response = pipeline.Answer(request);
            }
            catch (GraphException exception)
            {
                request = new(context.Request.Method, target, context.Request.Headers, [], baseUrl);
                response = exception.Response(request, clock.GetUtcNow());
            }
            using (response)
            {
                RequestRecord record = Note(request, response.Status, Stopwatch.GetElapsedTime(start), lost: fault != ConnectionFault.None);
                if (afterRequest is not null)
                    await afterRequest(record);
                if (fault == ConnectionFault.DropAfter)
                    context.Abort();
                else
                    await SendAsync(context, request, response, cut: fault == ConnectionFault.Cut);
            }
        }
        finally
        {
            counters.End();
            if (large)
                _largeBodies.Release();
        }
    }

    public void Dispose() => _largeBodies.Dispose();

    private static bool CanHaveBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    /// <summary>Path and query as they came. A proxy's request names the whole URL.</summary>
    private static string Target(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (target.StartsWith('/'))
            return target;
        return Uri.TryCreate(target, UriKind.Absolute, out Uri? uri) ? uri.PathAndQuery : "/";
    }

    /// <exception cref="GraphException">413: the body is too large; 400: it does not come as HTTP wants it.</exception>
    private static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        if (!CanHaveBody(context))
            return [];
        if (context.Request.ContentLength > LargestBody)
            throw TooLarge();
        try
        {
            return context.Request.ContentLength is { } length
                ? await ReadAsync(context, (int)length)
                : await ReadToEndAsync(context);
        }
        catch (BadHttpRequestException exception)
        {
            throw new GraphException(exception.StatusCode, "BadRequest", exception.Message);
        }
        catch (EndOfStreamException)
        {
            throw GraphException.BadRequest("The request's body is shorter than its Content-Length.");
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContext context, int length)
    {
        byte[] body = new byte[length];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        return body;
    }

    /// <summary>A body that does not say how long it is.</summary>
    private static async Task<byte[]> ReadToEndAsync(HttpContext context)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and int count)
        {
            if (body.Length + count > LargestBody)
                throw TooLarge();
            body.Write(buffer, 0, count);
        }
        return body.ToArray();
    }

    private static GraphException TooLarge() => GraphException.TooLarge($"The request's body is larger than {LargestBody} bytes.");

    private RequestRecord Note(TenantRequest request, int status, TimeSpan duration, bool lost)
    {
        // A sign-in has secrets. A batch writes nothing by itself, and keeping so long a text costs more than answering it.
        bool unsaid = request.Method == "GET" || request.Segments is [_, "oauth2", ..] or [_, "$batch"];
        string? body = unsaid || request.Body.Length == 0 ? null : request.Text;
        return log.Add(number => new(
            number,
            clock.GetUtcNow(),
            request.Method,
            request.Target,
            status,
            request.Caller.AppId == Guid.Empty ? null : request.Caller.AppId,
            duration,
            body is { Length: > LoggedBody } ? body[..LoggedBody] : body)
        {
            Protocol = request.Protocol,
            IsEarly = request.IsEarly,
            IsLost = lost,
        });
    }

    /// <param name="context">The connection.</param>
    /// <param name="request">What is answered.</param>
    /// <param name="response">The answer.</param>
    /// <param name="cut">Whether the connection breaks half-way.</param>
    private static async Task SendAsync(HttpContext context, TenantRequest request, TenantResponse response, bool cut)
    {
        context.Response.StatusCode = response.Status;
        context.Response.Headers["request-id"] = request.RequestId.ToString();
        context.Response.Headers["client-request-id"] = request.ClientRequestId ?? request.RequestId.ToString();
        if (response.HasHeaders)
        {
            foreach ((string name, string value) in response.Headers)
                context.Response.Headers[name] = value;
        }
        if (response.Status is (int)HttpStatusCode.NoContent or (int)HttpStatusCode.NotModified)
            return;
        if (response.ContentType is { } type && response.Body.Length > 0)
            context.Response.ContentType = type;
        context.Response.ContentLength = response.Body.Length;
        if (HttpMethods.IsHead(request.Method))
            return;
        if (!cut)
        {
            await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
            return;
        }
        await context.Response.Body.WriteAsync(response.Body[..(response.Body.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
