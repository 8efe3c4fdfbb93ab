using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace SimulatedMailStore;

/// <summary>
/// The management API of MailStore Server, or of the Service Provider Edition, on 127.0.0.1, as far as directory services and their users
/// go. It speaks as MailStore's help describes it; where that says nothing, README.md tells what was chosen.
/// </summary>
public sealed class MailStoreServer : IAsyncDisposable
{
    private readonly MailStoreOptions _options;
    private readonly X509Certificate2 _certificate = ServerCertificate.Create(TimeProvider.System.GetUtcNow());
    private readonly ManagementApi _api;
    private readonly WebApplication _host;
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly string _authorization;
    private int _breaks;

    private MailStoreServer(MailStoreOptions options, TimeProvider clock)
    {
        _options = options;
        _api = new(options, clock);
        _authorization = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.UserName}:{options.Password}"))}";
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ApplicationName = "SimulatedMailStore" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.UseHttps(_certificate));
        });
        builder.Services.Configure<HostOptions>(hosting => hosting.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _host = builder.Build();
        _host.Run(ServeAsync);
    }

    /// <summary>Its address, such as <c>https://localhost:8463/</c>.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>SHA-256 of its certificate, in hexadecimal.</summary>
    public string Thumbprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>What was called, in order: a function's name, <c>get-status</c>, <c>cancel-async</c> or <c>get-metadata</c>.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>Called with the name of each call before it is answered.</summary>
    public Action<string>? Called { get; set; }

    /// <summary>Starts one.</summary>
    /// <param name="options">What kind.</param>
    /// <param name="clock">Its clock; the machine's by default.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<MailStoreServer> StartAsync(
        MailStoreOptions options, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        MailStoreServer server = new(options, clock ?? TimeProvider.System);
        try
        {
            await server._host.StartAsync(cancellation);
            string address = server._host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            server.Url = new Uri($"https://localhost:{new Uri(address).Port}/");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        string name = path.Split('/')[^1];
        _calls.Enqueue(name);
        Called?.Invoke(name);
        Answer answer = await AnswerAsync(context, path);
        byte[] body = answer.Text is string text ? Encoding.UTF8.GetBytes(text) : [.. Encoding.UTF8.Preamble, .. Json(answer.Json)];
        context.Response.StatusCode = (int)answer.Status;
        context.Response.ContentType = answer.Text is null ? "application/json" : "text/plain";
        context.Response.ContentLength = body.Length;
        if (answer.Status == HttpStatusCode.Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"MailStore\"";
        if (name != _options.BreaksAt || Interlocked.Increment(ref _breaks) > _options.Breaks)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private async Task<Answer> AnswerAsync(HttpContext context, string path)
    {
        HttpRequest request = context.Request;
        if (!path.StartsWith("/api/", StringComparison.Ordinal))
            return Answer.Refusal(HttpStatusCode.NotFound, "Not found.");
        if (!HttpMethods.IsPost(request.Method))
            return Answer.Refusal(HttpStatusCode.MethodNotAllowed, "Only POST is allowed.");
        if (request.ContentLength is null)
            return Answer.Refusal(HttpStatusCode.LengthRequired, "Length Required");
        if (request.Headers.Authorization != _authorization)
            return Answer.Refusal(HttpStatusCode.Unauthorized, "Unauthorized");
        if (request.ContentLength > 0 && !request.HasFormContentType)
            return Answer.Refusal(HttpStatusCode.InternalServerError, "The body must be application/x-www-form-urlencoded.");
        Dictionary<string, string> form = new(StringComparer.Ordinal);
        if (request.ContentLength > 0)
        {
            foreach ((string key, StringValues values) in await request.ReadFormAsync(context.RequestAborted))
                form[key] = values.ToString();
        }
        return await _api.AnswerAsync(path["/api/".Length..], form, context.RequestAborted);
    }

    private static byte[] Json(JsonNode? node) => Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null");
}
