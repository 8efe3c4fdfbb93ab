using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
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
using SimulatedTenant.Tokens;

namespace SimulatedTenant;

/// <summary>
/// A Microsoft 365 tenant on 127.0.0.1: sign-in, Microsoft Graph and Exchange on one HTTPS port, IMAP on another. It speaks and refuses as the real
/// one does, as far as a deployment and its verification go; nothing leaves the machine, and nothing on it is asked to trust the server's certificate.
/// </summary>
public sealed class TenantServer : IAsyncDisposable
{
    private readonly CertificateAuthority authority;
    private readonly WebApplication host;
    private readonly TimeProvider clock;
    private readonly Router router = new();
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AccessTokens? tokens;
    private FaultInjector? faults;
    private ImapServer? imap;
    private bool disposed;

    private TenantServer(TenantOptions options, TimeProvider clock)
    {
        this.clock = clock;
        authority = Certificates.CertificateAuthority.Create(DateTimeOffset.UtcNow);
        Directory = new(options, clock);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "SimulatedTenant" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.UseHttps(authority.Server));
        });
        builder.Services.Configure<HostOptions>(hosting => hosting.ShutdownTimeout = TimeSpan.FromSeconds(1));
        host = builder.Build();
        host.Run(ServeAsync);
    }

    /// <summary>Address of the HTTPS server, such as <c>https://localhost:50001/</c>.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Port of the IMAP server (implicit TLS, same certificate).</summary>
    public int ImapPort => imap!.Port;

    /// <summary>The certificate of the authority that signed the server's; public part.</summary>
    public X509Certificate2 CertificateAuthority => authority.Authority;

    /// <summary>The principal as which a deployment signs in.</summary>
    public DeployerCredential Deployer { get; private set; } = null!;

    /// <summary>A principal that may read the directory, as an operator who verifies a tenant may.</summary>
    public OperatorCredential Operator { get; private set; } = null!;

    /// <summary>What the tenant holds at this moment.</summary>
    public TenantDirectory Directory { get; }

    /// <summary>The requests that were answered since the start.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>
    /// Called and awaited after each request's work is done and before its answer is sent, so that whoever sent it cannot go on before. It may send requests itself:
    /// these call it again, so it should look at <see cref="RequestRecord.IsWrite"/> first.
    /// </summary>
    public Func<RequestRecord, Task>? AfterRequest { get; set; }

    /// <summary>Starts a tenant.</summary>
    /// <param name="options">What kind of tenant.</param>
    /// <param name="clock">The tenant's clock; the machine's by default. TLS goes by the machine's in any case.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<TenantServer> StartAsync(TenantOptions? options = null, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        options ??= new();
        options.Validate();
        TenantServer server = new(options, clock ?? TimeProvider.System);
        try
        {
            await server.host.StartAsync(cancellation).ConfigureAwait(false);
            string address = server.host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            server.Open(options, new Uri($"https://localhost:{new Uri(address).Port}/"));
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A handler for clients of this tenant: it trusts the tenant's authority and no other.</summary>
    public SocketsHttpHandler CreateHandler() => authority.CreateHandler();

    /// <summary>
    /// Applications, service principals, consent and directory roles as readable, stable JSON: names in place of ids that differ from run to run, nothing of what every tenant has from the start.
    /// </summary>
    public string Snapshot() => TenantSnapshot.Write(Directory);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
            return;
        open.TrySetCanceled();
        if (imap is not null)
            await imap.DisposeAsync().ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
        authority.Dispose();
    }

    private void Open(TenantOptions options, Uri url)
    {
        string baseUrl = url.GetLeftPart(UriPartial.Authority);
        lock (Directory.Gate)
        {
            Directory.Add(FirstPartyApis.CreateGraph(options.TenantId, baseUrl));
            Directory.Add(FirstPartyApis.CreateExchange(options.TenantId));
            CompanySeed.Fill(Directory, options.Users);
            Deployer = SeedDeployer(options);
            Operator = SeedOperator(options);
            tokens = new(Directory, baseUrl, clock);
            faults = new(options, tokens, clock);
            MailboxGate gate = new(Directory);
            GraphModels models = new(Directory);
            GraphRoutes graph = new(router, Directory, tokens);
            MetadataEndpoint.Map(router);
            new TokenEndpoint(Directory, tokens, baseUrl).Map(router);
            new AuthorizeEndpoint(Directory).Map(router);
            new ApplicationEndpoints(Directory, models).Map(graph);
            new ServicePrincipalEndpoints(Directory, models).Map(graph);
            new AppRoleAssignmentEndpoints(Directory, models).Map(graph);
            new PermissionGrantEndpoints(Directory, models).Map(graph);
            new RoleEndpoints(Directory, models).Map(graph);
            new UserEndpoints(Directory, models).Map(graph);
            new GroupEndpoints(Directory, models).Map(graph);
            new OrganizationEndpoints(Directory).Map(graph);
            new MailboxEndpoints(gate).Map(graph);
            new BatchEndpoint(Answer).Map(graph);
            new EwsEndpoint(Directory, tokens).Map(router);
            new AdminApiEndpoint(Directory, tokens).Map(router);
            imap = ImapServer.Start(options.ImapPort, authority.Server, Directory, tokens);
        }
        Url = url;
        open.SetResult();
    }

    private DeployerCredential SeedDeployer(TenantOptions options)
    {
        HashSet<string> known = Directory.FindServicePrincipalOf(FirstPartyApis.Graph)!.AppRoles.Select(role => (string)role["value"]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] unknown = [.. options.DeployerPermissions.Where(permission => !known.Contains(permission))];
        if (unknown.Length > 0)
            throw new ArgumentException($"DeployerPermissions holds {string.Join(", ", unknown.Select(u => $"'{u}'"))}; expected values of Microsoft Graph's application roles: {string.Join(", ", known)}.", nameof(options));

        (ServicePrincipal principal, string secret) = SeedPrincipal(TenantDirectory.DeployerName, options.DeployerPermissions, options.DeployerSecret);
        return new(options.TenantId, principal.AppId, secret, principal.Id);
    }

    private OperatorCredential SeedOperator(TenantOptions options)
    {
        (ServicePrincipal principal, string secret) = SeedPrincipal(TenantDirectory.OperatorName, ["Directory.Read.All"], null);
        return new(options.TenantId, principal.AppId, secret);
    }

    private (ServicePrincipal Principal, string Secret) SeedPrincipal(string name, IReadOnlyList<string> permissions, string? givenSecret)
    {
        ServicePrincipal graph = Directory.FindServicePrincipalOf(FirstPartyApis.Graph)!;
        Dictionary<string, Guid> roles = graph.AppRoles.ToDictionary(r => (string)r["value"]!, r => Guid.Parse((string)r["id"]!), StringComparer.OrdinalIgnoreCase);
        JsonObject shape = GraphShapes.Application();
        shape["displayName"] = name;
        shape["createdDateTime"] = "2021-03-01T08:00:00Z";
        shape["publisherDomain"] = Directory.MailDomain;
        string secret = givenSecret ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(20)).ToLowerInvariant();
        Application application = new(Directory.SeededId("applications", name), Directory.SeededId("clients", name), shape, DateTimeOffset.MinValue)
        {
            PasswordCredentials = [new(Directory.SeededId("secrets", name), secret, name, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)],
        };
        ServicePrincipal principal = new(Directory.SeededId("servicePrincipals", name), application.AppId, application, GraphShapes.ServicePrincipal(), DateTimeOffset.MinValue);
        Directory.Add(application);
        Directory.Add(principal);
        foreach (string permission in permissions)
            Directory.Add(new AppRoleAssignment($"{name.ToLowerInvariant()}-{permission}", roles[permission], principal.Id, graph.Id, DateTimeOffset.UnixEpoch, DateTimeOffset.MinValue));
        return (principal, secret);
    }

    private async Task ServeAsync(HttpContext context)
    {
        // The port is known only once the server listens, so a request may come before the tenant is ready for it.
        await open.Task.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        TenantRequest request = new(context.Request.Method, target, context.Request.Headers, body.ToArray(), Url.GetLeftPart(UriPartial.Authority));
        if (faults!.Delay() is { } delay && delay > TimeSpan.Zero)
            await Task.Delay(delay, clock, context.RequestAborted).ConfigureAwait(false);
        TenantResponse response = Answer(request);

        bool secret = request.Method == "GET" || request.Segments is [_, "oauth2", ..];
        RequestRecord record = Requests.Add(number => new(
            number,
            clock.GetUtcNow(),
            request.Method,
            target,
            response.Status,
            request.Caller.AppId == Guid.Empty ? null : request.Caller.AppId,
            Stopwatch.GetElapsedTime(start),
            secret || request.Body.Length == 0 ? null : request.Text));
        if (AfterRequest is { } hook)
            await hook(record).ConfigureAwait(false);

        context.Response.StatusCode = response.Status;
        foreach ((string name, string value) in response.Headers)
            context.Response.Headers[name] = value;
        byte[] bytes = response.Bytes();
        if (response.ContentType is { } type && bytes.Length > 0)
            context.Response.ContentType = type;
        if (response.Status != 204)
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>The answer to a request of its own or an item of a batch. The directory is locked meanwhile, so each request sees it in one state.</summary>
    private TenantResponse Answer(TenantRequest request)
    {
        try
        {
            if (faults!.Intercept(request) is { } fault)
                return fault;
            lock (Directory.Gate)
            {
                if (router.Find(request, out bool known) is { } handler)
                    return handler(request);
                throw known
                    ? new GraphException(405, "Request_BadRequest", $"Specified HTTP method is not allowed for the request target: {request.Method} {request.Target}")
                    : new GraphException(404, "ResourceNotFound", $"The simulated tenant has no resource '/{string.Join('/', request.Segments)}'.");
            }
        }
        catch (GraphException refusal)
        {
            return refusal.Response(clock.GetUtcNow());
        }
        catch (Exception defect) when (defect is InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            // A defect of the simulation. It is answered, so that whoever meets it sees what it is and not a lost connection.
            return new GraphException(500, "InternalServerError", $"The simulated tenant failed: {defect}").Response(clock.GetUtcNow());
        }
    }
}
