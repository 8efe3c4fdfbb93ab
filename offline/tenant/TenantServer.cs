using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SimulatedTenant.Certificates;
using SimulatedTenant.Directory;
using SimulatedTenant.Exchange;
using SimulatedTenant.Faults;
using SimulatedTenant.Graph;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using SimulatedTenant.Tokens;

namespace SimulatedTenant;

/// <summary>
/// A Microsoft 365 tenant on 127.0.0.1: sign-in, Microsoft Graph and Exchange on one HTTPS port, IMAP on another. It speaks and refuses as
/// the real one does, as far as a deployment and its verification go; nothing leaves the machine, and nothing on it is asked to trust the
/// server's certificate.
/// </summary>
public sealed class TenantServer : IAsyncDisposable
{
    private readonly CertificateAuthority _authority;
    private readonly WebApplication _host;
    private readonly TimeProvider _clock;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FaultInjector? _faults;
    private RequestPipeline? _pipeline;
    private ImapServer? _imap;
    private bool _disposed;

    private TenantServer(TenantOptions options, TimeProvider clock)
    {
        _clock = clock;
        _authority = Certificates.CertificateAuthority.Create(TimeProvider.System.GetUtcNow());
        Directory = new(options, clock);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "SimulatedTenant" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.UseHttps(_authority.Server));
        });
        builder.Services.Configure<HostOptions>(hosting => hosting.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _host = builder.Build();
        _host.Run(ServeAsync);
    }

    /// <summary>Address of the HTTPS server, such as <c>https://localhost:50001/</c>.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Port of the IMAP server (implicit TLS, same certificate).</summary>
    public int ImapPort => _imap!.Port;

    /// <summary>The certificate of the authority that signed the server's; public part.</summary>
    public X509Certificate2 CertificateAuthority => _authority.Authority;

    /// <summary>The principal as which a deployment signs in.</summary>
    public DeployerCredential Deployer { get; private set; } = null!;

    /// <summary>A principal that may read the directory, as an operator who verifies a tenant may.</summary>
    public OperatorCredential Operator { get; private set; } = null!;

    /// <summary>What the tenant holds at this moment.</summary>
    public TenantDirectory Directory { get; }

    /// <summary>The requests that were answered since the start.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>
    /// Called and awaited after each request's work is done and before its answer is sent, so that whoever sent it cannot go on before. It
    /// may send requests itself: these call it again, so it should look at <see cref="RequestRecord.IsWrite"/> first.
    /// </summary>
    public Func<RequestRecord, Task>? AfterRequest { get; set; }

    /// <summary>Starts a tenant.</summary>
    /// <param name="options">What kind of tenant.</param>
    /// <param name="clock">The tenant's clock; the machine's by default. TLS goes by the machine's in any case.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<TenantServer> StartAsync(
        TenantOptions? options = null, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        options ??= new();
        options.Validate();
        TenantServer server = new(options, clock ?? TimeProvider.System);
        try
        {
            await server._host.StartAsync(cancellation);
            string address = server._host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            server.Open(options, new Uri($"https://localhost:{new Uri(address).Port}/"));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A handler for clients of this tenant: it trusts the tenant's authority and no other.</summary>
    public SocketsHttpHandler CreateHandler() => _authority.CreateHandler();

    /// <summary>
    /// Applications, service principals, consent and directory roles as readable, stable JSON: names in place of ids that differ from run
    /// to run, nothing of what every tenant has from the start.
    /// </summary>
    public string Snapshot() => TenantSnapshot.Write(Directory);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        _open.TrySetCanceled();
        if (_imap is not null)
            await _imap.DisposeAsync();
        await _host.StopAsync();
        await _host.DisposeAsync();
        _authority.Dispose();
    }

    private void Open(TenantOptions options, Uri url)
    {
        string baseUrl = url.GetLeftPart(UriPartial.Authority);
        using (Directory.Gate.Write())
        {
            Directory.ServicePrincipalStore.Add(FirstPartyApis.CreateGraph(options.TenantId, baseUrl));
            Directory.ServicePrincipalStore.Add(FirstPartyApis.CreateExchange(options.TenantId));
            CompanySeed.Fill(Directory, options.Users);
            (ServicePrincipal deployer, string deployerSecret) =
                PrincipalSeed.Add(Directory, TenantDirectory.DeployerName, options.DeployerPermissions, options.DeployerSecret);
            Deployer = new(options.TenantId, deployer.AppId, deployerSecret, deployer.Id);
            (ServicePrincipal reader, string readerSecret) = PrincipalSeed.Add(
                Directory, TenantDirectory.OperatorName, ["Directory.Read.All"]);
            Operator = new(options.TenantId, reader.AppId, readerSecret);
        }
        AccessTokens tokens = new(Directory, baseUrl, _clock);
        Router router = new();
        _faults = new(options, tokens, _clock);
        _pipeline = new(Directory, router, _faults, _clock);
        GraphRoutes graph = new(router, Directory, tokens);
        foreach (IGraphEndpoints endpoints in GraphEndpoints.Of(Directory))
            endpoints.Map(graph);
        new BatchEndpoint(_pipeline.Answer).Map(graph);
        IEndpoints[] others =
        [
            new MetadataEndpoint(),
            new TokenEndpoint(Directory, tokens, baseUrl),
            new AuthorizeEndpoint(Directory),
            new EwsEndpoint(Directory, tokens),
            new AdminApiEndpoint(Directory, tokens),
        ];
        foreach (IEndpoints endpoints in others)
            endpoints.Map(router);
        _imap = ImapServer.Start(options.ImapPort, _authority.Server, Directory, tokens);
        Url = url;
        _open.SetResult();
    }

    private async Task ServeAsync(HttpContext context)
    {
        // The port is known only once the server listens, so a request may come before the tenant is ready for it.
        await _open.Task.WaitAsync(context.RequestAborted);
        long start = Stopwatch.GetTimestamp();
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        TenantRequest request = new(
            context.Request.Method, target, context.Request.Headers, body.ToArray(), Url.GetLeftPart(UriPartial.Authority));
        if (_faults!.Delay() is { } delay && delay > TimeSpan.Zero)
            await Task.Delay(delay, _clock, context.RequestAborted);
        TenantResponse response = _pipeline!.Answer(request);

        bool secret = request.Method == "GET" || request.Segments is [_, "oauth2", ..];
        RequestRecord record = Requests.Add(number => new(
            number,
            _clock.GetUtcNow(),
            request.Method,
            target,
            response.Status,
            request.Caller.AppId == Guid.Empty ? null : request.Caller.AppId,
            Stopwatch.GetElapsedTime(start),
            secret || request.Body.Length == 0 ? null : request.Text));
        if (AfterRequest is { } hook)
            await hook(record);

        context.Response.StatusCode = response.Status;
        foreach ((string name, string value) in response.Headers)
            context.Response.Headers[name] = value;
        byte[] bytes = response.Bytes();
        if (response.ContentType is { } type && bytes.Length > 0)
            context.Response.ContentType = type;
        if (response.Status != 204)
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
