using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Session;

/// <summary>What the checks of one integration share: credentials, what was read already, and the verdicts so far.</summary>
internal sealed class IntegrationSession : IDisposable
{
    private static readonly string[] DirectoryRoles = ["Directory.Read.All", "Directory.ReadWrite.All"];

    private readonly DirectoryReader? _asApplication;
    private readonly DirectoryReader? _asOperator;
    private IReadOnlyList<Account>? _accounts;

    public IntegrationSession(string name, IntegrationOutputs integration, TenantOutputs tenant, VerificationOptions options,
        TenantEndpoints endpoints, HttpClient http, X509Certificate2? certificate, IVerificationProgress? progress)
    {
        Name = name;
        Integration = integration;
        Tenant = tenant;
        Options = options;
        Endpoints = endpoints;
        Http = http;
        Certificate = certificate;
        Progress = progress;
        if (certificate is not null)
        {
            Credential = new ApplicationCredential(tenant.Id, integration.ClientId, certificate, endpoints, http, options.Clock);
            _asApplication = new DirectoryReader(http, Credential, endpoints, "the application");
        }
        if (options.Operator is not null)
            _asOperator = new DirectoryReader(http, options.Operator, endpoints, "the operator");
    }

    public string Name { get; }
    public IntegrationOutputs Integration { get; }
    public TenantOutputs Tenant { get; }
    public VerificationOptions Options { get; }
    public TenantEndpoints Endpoints { get; }
    public HttpClient Http { get; }
    public X509Certificate2? Certificate { get; }
    public IVerificationProgress? Progress { get; }

    /// <summary>Signs in as the application; null where no private key is at hand.</summary>
    public ApplicationCredential? Credential { get; }

    /// <summary>Why tokens cannot be had, in plain words; null while they can.</summary>
    public string? SignInFailure { get; set; }

    /// <summary>Verdict per account, once user sync was checked.</summary>
    public IReadOnlyList<UserVerdict> Users { get; set; } = [];

    /// <summary>Verdicts per mailbox, by the check that found them.</summary>
    public Dictionary<string, IReadOnlyList<MailboxVerdict>> Mailboxes { get; } = [];

    /// <summary>What other protocols learned about a mailbox, by object id of its account: null = it is there, else why not.</summary>
    public Dictionary<string, string?> Evidence { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether Exchange refused EWS by policy; null = EWS was not tried.</summary>
    public string? EwsPolicyReason { get; set; }

    /// <summary>Whether any EWS call got as far as a mailbox.</summary>
    public bool EwsAnswered { get; set; }

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
    public async Task<DirectoryReader?> DirectoryAsync(IReadOnlyList<string> permissions, CancellationToken cancellationToken)
    {
        if (_asApplication is not null && SignInFailure is null)
        {
            AppToken token = await TokenAsync(WellKnown.MicrosoftGraph, cancellationToken);
            if (permissions.Concat(DirectoryRoles).Any(token.Roles.Contains))
                return _asApplication;
        }
        return _asOperator;
    }

    /// <summary>Why nobody may read the directory.</summary>
    public string WhyNoDirectory(IReadOnlyList<string> permissions) =>
        SignInFailure ?? $"to read it the application would need {permissions[0]} or {DirectoryRoles[0]}; an operator could read it";

    /// <summary>The tenant's accounts; null where nobody may read them.</summary>
    public async Task<IReadOnlyList<Account>?> AccountsAsync(CancellationToken cancellationToken)
    {
        if (_accounts is not null)
            return _accounts;
        if (await DirectoryAsync(DirectoryPermissions.Users, cancellationToken) is not DirectoryReader reader)
            return null;
        List<Account> accounts = [];
        await foreach (Account account in reader.AccountsAsync(cancellationToken))
            accounts.Add(account);
        accounts.Sort((a, b) => string.Compare(a.UserPrincipalName, b.UserPrincipalName, StringComparison.OrdinalIgnoreCase));
        return _accounts = accounts;
    }

    public void Dispose()
    {
        _asApplication?.Dispose();
        Credential?.Dispose();
        _asOperator?.Dispose();
    }
}
