using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Session;

/// <summary>What the checks of one integration share: credentials, what was read already, and who may read the directory.</summary>
internal sealed class IntegrationSession : IDisposable
{
    private static readonly string[] DirectoryRoles = ["Directory.Read.All", "Directory.ReadWrite.All"];

    private readonly DirectoryReader? _asApplication;
    private readonly DirectoryReader? _asOperator;
    private IReadOnlyList<Account>? _accounts;
    private HostAnswer? _redirectHost;

    public IntegrationSession(string name, IntegrationOutputs integration, TenantOutputs tenant, VerificationOptions options,
        TenantEndpoints endpoints, TenantConnection connection, X509Certificate2? certificate, IVerificationProgress? progress,
        EvidenceFolder? evidence)
    {
        Name = name;
        Integration = integration;
        Tenant = tenant;
        Options = options;
        Endpoints = endpoints;
        Connection = connection;
        Certificate = certificate;
        Progress = progress;
        Evidence = evidence is null ? null : new(evidence, name, tenant);
        if (certificate is not null)
        {
            Credential = new ApplicationCredential(tenant.Id, integration.ClientId, certificate, endpoints, connection, options.Clock);
            _asApplication = new DirectoryReader(connection.Http, Credential, endpoints, "the application");
        }
        if (options.Operator is not null)
            _asOperator = new DirectoryReader(connection.Http, options.Operator, endpoints, "the operator");
    }

    public string Name { get; }
    public IntegrationOutputs Integration { get; }
    public TenantOutputs Tenant { get; }
    public VerificationOptions Options { get; }
    public TenantEndpoints Endpoints { get; }

    /// <summary>The way to the tenant's services, shared with all integrations.</summary>
    public TenantConnection Connection { get; }

    /// <summary>Sends requests until they are answered.</summary>
    public HttpClient Http => Connection.Http;

    public X509Certificate2? Certificate { get; }
    public IVerificationProgress? Progress { get; }

    /// <summary>Keeps what led to findings, or null where nothing is kept.</summary>
    public EvidenceFiles? Evidence { get; }

    /// <summary>Signs in as the application, or null where no private key is at hand.</summary>
    public ApplicationCredential? Credential { get; }

    public DateTimeOffset Now => Options.Clock.GetUtcNow();

    /// <summary>Starts a fresh look: new tokens, nothing remembered.</summary>
    public void Renew()
    {
        Credential?.Renew();
        _accounts = null;
    }

    /// <summary>A token of the application for an API.</summary>
    public Task<AppToken> TokenAsync(Guid apiClientId, CancellationToken cancellationToken) =>
        Credential!.TokenAsync(Endpoints.ScopeOf(apiClientId), cancellationToken);

    /// <summary>Who may read the directory with one of these permissions: the application, else the operator, else null.</summary>
    /// <param name="permissions">Application permissions, any of which allows the read.</param>
    /// <param name="asApplication">Whether the application can sign in.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DirectoryReader?> DirectoryAsync(
        IReadOnlyList<string> permissions, bool asApplication, CancellationToken cancellationToken)
    {
        if (_asApplication is not null && asApplication)
        {
            AppToken token = await TokenAsync(WellKnown.MicrosoftGraph, cancellationToken);
            if (permissions.Concat(DirectoryRoles).Any(token.Roles.Contains))
                return _asApplication;
        }
        return _asOperator;
    }

    /// <summary>What the redirect URI's host answers from here, asked once: replication does not change it.</summary>
    public async Task<HostAnswer> RedirectHostAsync(Uri uri, CancellationToken cancellationToken) =>
        _redirectHost ??= await HostProbe.ProbeAsync(uri, Options.RedirectHost, Options.Clock, cancellationToken);

    /// <summary>Why nobody may read the directory, though the application can sign in.</summary>
    public static string WhyNoDirectory(IReadOnlyList<string> permissions) =>
        $"to read it the application would need {permissions[0]} or {DirectoryRoles[0]}; an operator could read it";

    /// <summary>The tenant's accounts by name, or null where nobody may read them.</summary>
    /// <param name="asApplication">Whether the application can sign in.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Account>?> AccountsAsync(bool asApplication, CancellationToken cancellationToken)
    {
        if (_accounts is not null)
            return _accounts;
        if (await DirectoryAsync(DirectoryPermissions.Users, asApplication, cancellationToken) is not DirectoryReader reader)
            return null;
        List<Account> accounts = [];
        await foreach (Account account in reader.AccountsAsync(cancellationToken))
            accounts.Add(account);
        accounts.Sort((one, other) => AccountNames.Compare(one.Names, other.Names));
        return _accounts = await WithPurposesAsync(accounts, asApplication, cancellationToken);
    }

    /// <summary>What mailboxes are for, where the application may read it. Operators cannot: it takes an application permission.</summary>
    private async Task<IReadOnlyList<Account>> WithPurposesAsync(
        IReadOnlyList<Account> accounts, bool asApplication, CancellationToken cancellationToken)
    {
        if (Credential is null || !asApplication)
            return accounts;
        AppToken token = await TokenAsync(WellKnown.MicrosoftGraph, cancellationToken);
        return token.Roles.Overlaps(DirectoryPermissions.MailboxSettings)
            ? await MailboxPurposes.ReadAsync(Connection, Endpoints, Credential, accounts, cancellationToken)
            : accounts;
    }

    public void Dispose()
    {
        _asApplication?.Dispose();
        Credential?.Dispose();
        _asOperator?.Dispose();
    }
}
