using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SimulatedTenant.Certificates;
using SimulatedTenant.Directory;
using SimulatedTenant.Exchange;
using SimulatedTenant.Exchange.Imap;
using SimulatedTenant.Faults;
using SimulatedTenant.Graph;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using SimulatedTenant.Portal;
using SimulatedTenant.Tokens;

namespace SimulatedTenant;

/// <summary>
/// A Microsoft 365 tenant on 127.0.0.1 unless told otherwise: sign-in, Microsoft Graph and Exchange on one HTTPS port, IMAP on another. It
/// speaks and refuses as the real one does, as far as a deployment and its verification go; nothing leaves the machine, and nothing on it
/// is asked to trust the server's certificate.
/// </summary>
public sealed class TenantServer : IAsyncDisposable
{
    /// <summary>Bytes a second, which is Kestrel's own default.</summary>
    private const double SlowestBody = 240;

    private readonly CertificateAuthority _authority;
    private readonly WebApplication _host;
    private readonly TimeProvider _clock;
    private readonly PortalFront _portal;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpFront? _front;
    private ImapServer? _imap;
    private StateKeeper? _keeper;
    private bool _disposed;

    private TenantServer(TenantOptions options, TimeProvider clock)
    {
        _clock = clock;
        _authority = Certificates.CertificateAuthority.Create(TimeProvider.System.GetUtcNow(), options.Listen, options.HostNames);
        Requests = new(options.LoggedRequests);
        Directory = new(options, clock);
        _portal = new(Directory, Requests);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "SimulatedTenant" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.MaxRequestBodySize = HttpFront.LargestUnreadBody;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.RequestHeadersTimeout = options.TimeLimits.Headers;
            kestrel.Limits.KeepAliveTimeout = options.TimeLimits.Idle;
            kestrel.Limits.MinRequestBodyDataRate = new(SlowestBody, options.TimeLimits.SlowBody);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
            kestrel.Listen(options.Listen, options.Port, listen => listen.UseHttps(_authority.Server));
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

    /// <summary>The requests that were answered, the last <see cref="TenantOptions.LoggedRequests"/> of them.</summary>
    public RequestLog Requests { get; }

    /// <summary>What clients did, in numbers; also at <c>/observation</c>.</summary>
    public RequestCounters Counters { get; } = new();

    /// <summary>
    /// Called and awaited after each HTTP request's work is done and before its answer is sent, so that whoever sent it cannot go on
    /// before. It may send requests itself: these call it again, so it should look at <see cref="RequestRecord.IsWrite"/> first.
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
    /// A token of another issuer, such as GitHub gives a run of a workflow: an application with a federated credential for it signs in by
    /// it as its assertion. The tenant takes one key for that of every issuer, for it reads none's from the network.
    /// </summary>
    /// <param name="issuer">The issuer, a URL.</param>
    /// <param name="subject">Who the token is about.</param>
    /// <param name="audience">Who it is for. Default: Entra's token exchange.</param>
    /// <returns>A JSON Web Token, good for ten minutes of the tenant's clock.</returns>
    public string IssueFederatedToken(string issuer, string subject, string audience = "api://AzureADTokenExchange") =>
        FederatedToken.Issue(issuer, subject, audience, _clock.GetUtcNow());

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
        if (_keeper is not null)
            await _keeper.DisposeAsync();
        _front?.Dispose();
        _authority.Dispose();
    }

    private void Open(TenantOptions options, Uri url)
    {
        ServerNames names = new(url.Port, [.. options.HostNames, options.Listen.ToString()]);
        using (Directory.Gate.Write())
        {
            Directory.ServicePrincipalStore.Add(FirstPartyApis.CreateGraph(options.TenantId, names.Default));
            Directory.ServicePrincipalStore.Add(FirstPartyApis.CreateExchange(options.TenantId));
            CompanySeed.Fill(Directory, options.Users);
            foreach (string address in options.OnlineArchives)
            {
                if (Directory.FindUser(address) is not { Mailbox: { } mailbox } user)
                    throw new ArgumentException($"OnlineArchives holds '{address}'; expected addresses of mailboxes.", nameof(options));
                Directory.SetUser(user with { Mailbox = mailbox with { HasArchive = true } });
            }
            (ServicePrincipal deployer, string deployerSecret) =
                PrincipalSeed.Add(Directory, TenantDirectory.DeployerName, options.DeployerPermissions, options.DeployerSecret);
            Deployer = new(options.TenantId, deployer.AppId, deployerSecret, deployer.Id);
            (ServicePrincipal reader, string readerSecret) = PrincipalSeed.Add(
                Directory, TenantDirectory.OperatorName, ["Directory.Read.All"]);
            Operator = new(options.TenantId, reader.AppId, readerSecret);
            if (options.HandMade)
                HandMadeScene.Fill(Directory);
        }
        if (options.StateFile is { } file)
            Resume(file, options);
        AccessTokens tokens = new(Directory, names, _clock);
        Router router = new();
        FaultPlan plan = new(options, Counters, _clock);
        FaultInjector faults = new(plan, options, Directory, tokens, _clock);
        RequestPipeline pipeline = new(Directory, router, faults, Counters, _clock);
        _front = new(pipeline, faults, names, Requests, _clock, Counters);
        GraphRoutes graph = new(router, Directory, tokens);
        foreach (IGraphEndpoints endpoints in GraphEndpoints.Of(Directory))
            endpoints.Map(graph);
        new BatchEndpoint(pipeline.AnswerItem).Map(graph);
        IEndpoints[] others =
        [
            new MetadataEndpoint(),
            new TokenEndpoint(Directory, tokens, names),
            new AuthorizeEndpoint(Directory),
            new EwsEndpoint(Directory, tokens),
            new AdminApiEndpoint(Directory, tokens),
            new ObservationEndpoint(Counters, Requests),
        ];
        foreach (IEndpoints endpoints in others)
            endpoints.Map(router);
        ImapObserver imap = new(plan, Requests, Counters, _clock);
        _imap = ImapServer.Start(
            new(options.Listen, options.ImapPort), _authority.Server, Directory, tokens, imap, options.TimeLimits, _clock);
        Url = url;
        _open.SetResult();
    }

    /// <summary>Goes on from a state, with the secrets that it has unless the options name another.</summary>
    private void Resume(string file, TenantOptions options)
    {
        if (File.Exists(file))
        {
            StateFile.Read(Directory, File.ReadAllText(file), file);
            Deployer = Deployer with { ClientSecret = SecretOf(Deployer.ClientId, options.DeployerSecret) };
            Operator = Operator with { ClientSecret = SecretOf(Operator.ClientId, null) };
        }
        _keeper = new(Directory, file);
    }

    private string SecretOf(Guid clientId, string? wanted)
    {
        using (Directory.Gate.Write())
        {
            Application application = Directory.FindApplicationOf(clientId)
                ?? throw new ArgumentException($"StateFile: application {clientId} is missing, which every tenant has from its start.");
            if (wanted is not null)
                application.PasswordCredentials = [application.PasswordCredentials[0] with { Secret = wanted }];
            return application.PasswordCredentials[0].Secret;
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        // The port is known only once the server listens, so a request may come before the tenant is ready for it.
        await _open.Task.WaitAsync(context.RequestAborted);
        if (PortalFront.Serves(context.Request.Path))
            await _portal.ServeAsync(context);
        else
            await _front!.ServeAsync(context, AfterRequest);
    }
}
