using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;

namespace TenantOnboarding.Verification.Tenant;

/// <summary>How a verification runs.</summary>
public sealed record VerificationOptions
{
    /// <summary>Where the tenant answers; null = the cloud that the outputs document names.</summary>
    public TenantEndpoints? Endpoints { get; init; }

    /// <summary>Makes the HTTP handler for every request to the tenant; null = one that trusts what the machine trusts.</summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }

    /// <summary>Judges the certificate of the IMAP server; null = the machine's own trust.</summary>
    public RemoteCertificateValidationCallback? ImapCertificateValidation { get; init; }

    /// <summary>Certificates with private keys. Each integration takes the one whose thumbprint it declares; a single certificate for a
    /// single integration is taken even where it matches none, so that the report says so.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>Reads the directory where the application itself may not; null = such checks are left open.</summary>
    public TokenCredential? Operator { get; init; }

    /// <summary>Addresses of mailboxes to probe where the directory cannot be read, or in addition to what it lists.</summary>
    public IReadOnlyList<string> Mailboxes { get; init; } = [];

    /// <summary>An account with a password for the proof that basic authentication is refused; null = one that does not exist.</summary>
    public NetworkCredential? BasicAuthenticationAccount { get; init; }

    /// <summary>How long an integration waits for replication in all; default 5 minutes, zero = judge at once.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a question is asked on while a service fails or asks to slow down, counted from its first try, so that a
    /// run may last as long as its work takes; then the question counts as not answered in time. Default 5 minutes. A service that
    /// answers nothing at all for so long is not asked on.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before its end a certificate is warned of; default 30 days.</summary>
    public TimeSpan ExpiryWarning { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether the redirect URI's host is looked up from here and asked for its certificate; null = yes, except where the host's
    /// name is a loopback or <see cref="Endpoints"/> are given: the hosts of a simulated tenant are made up.</summary>
    public bool? CheckRedirectHost { get; init; }

    /// <summary>How the redirect URI's host is found and reached; default: as the machine does.</summary>
    public HostAccess RedirectHost { get; init; } = new();

    /// <summary>Whether warnings keep the tenant from being ready; default no.</summary>
    public bool Strict { get; init; }

    /// <summary>Ends the verification with what is known by then: the report says that it is partial; default = nothing does.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The random sample of mailboxes to be content with; null = every mailbox is tried.</summary>
    public SampleDraw? Sample { get; init; }

    /// <summary>Folder that keeps, per finding, the requests and answers that led to it, without secrets; null = none are kept.</summary>
    public string? EvidenceFolder { get; init; }

    /// <summary>What an earlier run reached and need not be asked again; null = everything is asked.</summary>
    internal KnownAnswers? Known { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many mailbox requests run at once at most; the run finds out how many the service bears. A Graph request carries up to
    /// 20 mailboxes. Default 64, 1 to 64.</summary>
    public int MailboxConcurrency { get; init; } = 64;

    /// <summary>How long one request or connection may take; default 100 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>These options with trust in one certificate authority and no other, for a simulated tenant.</summary>
    public VerificationOptions TrustingOnly(X509Certificate2 certificateAuthority)
    {
        ArgumentNullException.ThrowIfNull(certificateAuthority);
        return this with
        {
            HandlerFactory = () => new SocketsHttpHandler
            {
                // It runs on this machine or beside it, where a company's proxy would not find it.
                UseProxy = false,
                SslOptions = { CertificateChainPolicy = PolicyOf(certificateAuthority) },
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            },
            ImapCertificateValidation = (_, certificate, _, errors) =>
            {
                if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
                    return false;
                using X509Chain chain = new() { ChainPolicy = PolicyOf(certificateAuthority) };
                using X509Certificate2 leaf = new(certificate);
                return chain.Build(leaf);
            },
        };
    }

    private static X509ChainPolicy PolicyOf(X509Certificate2 certificateAuthority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { certificateAuthority },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
