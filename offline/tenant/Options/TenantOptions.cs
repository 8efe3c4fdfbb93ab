using System.Globalization;
using System.Net;

namespace SimulatedTenant.Options;

/// <summary>What kind of tenant is simulated, and how it behaves.</summary>
public sealed record TenantOptions
{
    /// <summary>
    /// Permissions of the seeded deployer, Microsoft Graph values: what the azuread provider needs for the resources of a mail integration,
    /// and no more. Two of them serve look-ups that not every deployment makes.
    /// </summary>
    public static IReadOnlyList<string> LeastDeployerPermissions { get; } =
    [
        "Application.ReadWrite.All",              // applications, certificates, redirect URIs, service principals, owners
        "AppRoleAssignment.ReadWrite.All",        // consent to application permissions
        "DelegatedPermissionGrant.ReadWrite.All", // consent to delegated permissions
        "GroupMember.Read.All",                   // data source group
        "Policy.Read.All",                        // the policy for applications' credentials, before a certificate meets it
        "RoleManagement.ReadWrite.Directory",     // directory roles and their assignment
    ];

    /// <summary>The tenant's id. Default: a fixed one.</summary>
    public Guid TenantId { get; init; } = new("5f1c0a7e-2d43-4f6b-9a68-c0ffee5eed01");

    /// <summary>The tenant's initial domain. Default <c>contoso.onmicrosoft.com</c>.</summary>
    public string Domain { get; init; } = "contoso.onmicrosoft.com";

    /// <summary>The domain of mail addresses. Default: the initial domain's first label with <c>.com</c>.</summary>
    public string? MailDomain { get; init; }

    /// <summary>Domains that were added to the tenant and never verified. Default: none.</summary>
    public IReadOnlyList<string> UnverifiedDomains { get; init; } = [];

    /// <summary>Addresses of mailboxes that have an online archive. Default: none.</summary>
    public IReadOnlyList<string> OnlineArchives { get; init; } = [];

    /// <summary>TCP port of the HTTPS server; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Address that both servers listen on. Default 127.0.0.1: nobody but this machine reaches the tenant.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>DNS names by which others reach the tenant, besides <c>localhost</c>; its certificate names them. Default: none.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Most connections to the HTTPS server at once: 1 or more. Default 1000.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>How long a client may take.</summary>
    public TimeLimitOptions TimeLimits { get; init; } = new();

    /// <summary>How many answered requests the log keeps: 1 or more. Default 20,000.</summary>
    public int LoggedRequests { get; init; } = 20_000;

    /// <summary>TCP port of the IMAP server; 0, the default, takes a free one.</summary>
    public int ImapPort { get; init; }

    /// <summary>Synthetic users in addition to the small company: 0 (default) to 100,000.</summary>
    public int Users { get; init; }

    /// <summary>The deployer's secret. Default: a random one.</summary>
    public string? DeployerSecret { get; init; }

    /// <summary>
    /// The deployer's permissions, values of Microsoft Graph's application roles. Default <see cref="LeastDeployerPermissions"/>.
    /// </summary>
    public IReadOnlyList<string> DeployerPermissions { get; init; } = LeastDeployerPermissions;

    /// <summary>
    /// The organization's <c>EwsEnabled</c>: null (default) lets every application use EWS, true only those in <see
    /// cref="EwsAllowedAppIds"/>, false none.
    /// </summary>
    public bool? EwsEnabled { get; init; }

    /// <summary>Applications that may use EWS while <see cref="EwsEnabled"/> is true.</summary>
    public IReadOnlyList<Guid> EwsAllowedAppIds { get; init; } = [];

    /// <summary>
    /// Whether mailboxes whose only plan is Exchange Online Kiosk (F1, F3) answer EWS. Default false: Exchange Online took EWS from such
    /// mailboxes in the course of 2026.
    /// </summary>
    public bool KioskEws { get; init; }

    /// <summary>Whether user name and password are still accepted by IMAP and EWS. Default false, as in Exchange Online.</summary>
    public bool BasicAuthentication { get; init; }

    /// <summary>How long what was written stays invisible. Default: not at all.</summary>
    public ReplicationOptions Replication { get; init; } = new();

    /// <summary>Delay of every answer. Default: none.</summary>
    public LatencyOptions? Latency { get; init; }

    /// <summary>Throttling. Default: none.</summary>
    public RateLimitingOptions? RateLimiting { get; init; }

    /// <summary>Random errors. Default: none.</summary>
    public RandomErrorOptions? RandomErrors { get; init; }

    /// <summary>
    /// Throttling of each application at each mailbox. Default: none. Exchange Online's is 10,000 requests in ten minutes.
    /// </summary>
    public RateLimitingOptions? MailboxRateLimiting { get; init; }

    /// <summary>Every so many requests to Graph and Exchange, commands of IMAP included, one gets 503. Default 0: none.</summary>
    public int FailEvery { get; init; }

    /// <summary>Faults at single requests, by their number. Default: none.</summary>
    public IReadOnlyList<FaultAt> FailAt { get; init; } = [];

    /// <summary>
    /// Whether the token endpoint takes part in random errors, errors by turn and broken connections. Default false: it is spared.
    /// </summary>
    public bool SignInTrouble { get; init; }

    /// <summary>Connections that break. Default: none.</summary>
    public ConnectionTroubleOptions? Connections { get; init; }

    /// <summary>
    /// Whether people made six applications by hand, each wrong in its own way, before anybody looked: what a program finds that takes
    /// them over. Default false.
    /// </summary>
    public bool HandMade { get; init; }

    /// <summary>Whether somebody joins and somebody leaves after each page of users. Default false.</summary>
    public bool ChangesWhilePaging { get; init; }

    /// <summary>
    /// File that keeps what was made in the tenant; it is read at the start, if it is there, and written soon after each change. Default:
    /// none. It holds the secrets of the tenant's applications.
    /// </summary>
    public string? StateFile { get; init; }

    /// <summary>Seed of all chance, so that a run can be repeated. Default 1.</summary>
    public int Seed { get; init; } = 1;

    internal string EffectiveMailDomain => MailDomain ?? Domain.Split('.')[0] + ".com";

    /// <exception cref="ArgumentException">A value is out of its range; the message names all such values.</exception>
    internal void Validate()
    {
        List<string> problems = [];
        if (TenantId == Guid.Empty)
            problems.Add("TenantId is the empty GUID; expected a tenant id, such as the default.");
        if (Uri.CheckHostName(Domain) != UriHostNameType.Dns || !Domain.Contains('.', StringComparison.Ordinal))
            problems.Add($"Domain is '{Domain}'; expected a DNS name such as contoso.onmicrosoft.com.");
        if (MailDomain is { } mail && (Uri.CheckHostName(mail) != UriHostNameType.Dns || !mail.Contains('.', StringComparison.Ordinal)))
            problems.Add($"MailDomain is '{mail}'; expected a DNS name such as contoso.com.");
        foreach (string name in UnverifiedDomains.Where(name => Uri.CheckHostName(name) != UriHostNameType.Dns))
            problems.Add($"UnverifiedDomains holds '{name}'; expected DNS names such as contoso.example.");
        if (Port is < 0 or > 65535)
            problems.Add($"Port is {Port}; expected 0 (any free one) to 65535.");
        if (ImapPort is < 0 or > 65535)
            problems.Add($"ImapPort is {ImapPort}; expected 0 (any free one) to 65535.");
        if (MaxConnections < 1)
            problems.Add($"MaxConnections is {MaxConnections}; expected 1 or more.");
        if (LoggedRequests < 1)
            problems.Add($"LoggedRequests is {LoggedRequests}; expected 1 or more.");
        foreach ((string name, TimeSpan limit) in new[]
        {
            ("Headers", TimeLimits.Headers), ("Idle", TimeLimits.Idle), ("SlowBody", TimeLimits.SlowBody),
        })
        {
            if (limit <= TimeSpan.FromSeconds(1))
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"TimeLimits.{name} is {limit}; expected more than a second."));
        }
        foreach (string name in HostNames.Where(name => Uri.CheckHostName(name) != UriHostNameType.Dns))
            problems.Add($"HostNames holds '{name}'; expected DNS names such as tenant.example.com.");
        if (Users is < 0 or > 100_000)
            problems.Add($"Users is {Users}; expected 0 to 100000.");
        if (Latency is { } latency && (latency.MinMs < 0 || latency.MaxMs < latency.MinMs))
            problems.Add($"Latency is {latency.MinMs} to {latency.MaxMs} ms; expected two durations, the shorter first.");
        AddRange(problems, "RandomErrors.Rate", RandomErrors?.Rate);
        AddRange(problems, "Connections.Dropped", Connections?.Dropped);
        AddRange(problems, "Connections.Cut", Connections?.Cut);
        if (FailEvery < 0)
            problems.Add($"FailEvery is {FailEvery}; expected 0 (never) or more.");
        foreach (FaultAt fault in FailAt.Where(fault => fault.Number < 1))
            problems.Add($"FailAt names request {fault.Number}; expected 1 or more.");
        foreach (FaultAt fault in FailAt.Where(fault => fault is { Kind: FaultKind.TokenExpired, Protocol: RequestProtocol.SignIn }))
            problems.Add($"FailAt lets a token expire at sign-in {fault.Number}; expected another protocol, since a sign-in has no token.");
        foreach (IGrouping<(RequestProtocol?, long), FaultAt> twice in
            FailAt.GroupBy(fault => (fault.Protocol, fault.Number)).Where(same => same.Count() > 1))
        {
            problems.Add($"FailAt names request {twice.First().Number} twice; expected one fault for each request.");
        }
        if (problems.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, problems));
    }

    private static void AddRange(List<string> problems, string name, int? percent)
    {
        if (percent is < 0 or > 100)
            problems.Add($"{name} is {percent}; expected 0 to 100, of a hundred requests.");
    }
}
