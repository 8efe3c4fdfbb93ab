using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>How far an attempt to reach a host comes, and what is said of the certificate that it shows.</summary>
public sealed class HostProbeTests
{
    private static readonly Uri Host = new("https://mailstore.contoso.com:8462/oidc/signin");

    // Certificates have whole seconds.
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 30, 0, TimeSpan.Zero);

    // It stands still, so that a slow machine is none.
    private readonly TestClock _clock = new(Now, TimeSpan.Zero);

    [Fact]
    public async Task A_certificate_is_told_with_all_its_names_its_issuer_and_its_dates()
    {
        await using TlsServer server = Server(leaf => Names(leaf, "mail.contoso.com", "mailstore.contoso.com", "10.1.2.3"));

        HostAnswer answer = await ProbeAsync(To(server));

        Assert.Equal((HostOutcome.Answered, (string?)null), (answer.Outcome, answer.Detail));
        Assert.Equal([IPAddress.Loopback], answer.Addresses);
        Assert.Equal(["mail.contoso.com", "mailstore.contoso.com", "10.1.2.3"], answer.Certificate!.Names);
        Assert.Equal(("Contoso Root", Now.AddDays(-1), Now.AddDays(90)),
            (answer.Certificate.Issuer, answer.Certificate.NotBefore, answer.Certificate.NotAfter));
        Assert.Equal((true, null), (answer.Certificate.IsForHost, answer.Certificate.Distrust));
    }

    [Fact]
    public async Task A_certificate_that_lists_no_names_has_that_of_its_subject()
    {
        await using TlsServer server = Server(_ => { });

        Assert.Equal(["mailstore.contoso.com"], (await ProbeAsync(To(server))).Certificate!.Names);
    }

    [Fact]
    public async Task A_certificate_for_other_names_is_not_for_the_host()
    {
        await using TlsServer server = Server(leaf => Names(leaf, "mail.contoso.com"));

        HostCertificate shown = (await ProbeAsync(To(server))).Certificate!;

        Assert.Equal((false, null), (shown.IsForHost, shown.Distrust));
    }

    [Theory]
    [InlineData(90, 90, null)]
    [InlineData(-1, 90, null)]
    [InlineData(90, -1, "a certificate above it is not valid now")]
    [InlineData(-1, -1, "a certificate above it is not valid now")]
    public async Task That_it_ended_itself_is_told_by_its_dates_and_of_those_above_it_by_words(int days, int daysAbove, string? expected)
    {
        await using TlsServer server = Server(leaf => Names(leaf, Host.Host), days, daysAbove);

        Assert.Equal(expected, (await ProbeAsync(To(server))).Certificate!.Distrust);
    }

    [Fact]
    public async Task A_certificate_of_clients_is_not_for_servers()
    {
        await using TlsServer server = Server(leaf =>
            leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: true)));

        Assert.Equal("it is not for servers", (await ProbeAsync(To(server))).Certificate!.Distrust);
    }

    [Fact]
    public async Task An_issuer_that_nobody_knows_and_one_that_is_the_certificate_itself_are_told_apart()
    {
        await using TlsServer unknown = Server(leaf => Names(leaf, Host.Host));
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 own = new CertificateRequest("CN=mailstore.contoso.com", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Now.AddDays(-1), Now.AddDays(90));
        await using TlsServer selfSigned = new(
            X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null), X509CertificateLoader.LoadCertificate(own.RawData));

        Assert.Equal(
            ["its issuer's certificate is neither sent along nor known here", "it is self-signed"],
            [
                (await ProbeAsync(To(unknown) with { OnlyAuthority = null })).Certificate!.Distrust!,
                (await ProbeAsync(To(selfSigned) with { OnlyAuthority = null })).Certificate!.Distrust!,
            ]);
    }

    [Fact]
    public async Task The_host_is_looked_up_by_its_ascii_name_and_asked_at_its_port()
    {
        (string Name, int Port) asked = default;

        await HostProbe.ProbeAsync(new("https://büro.contoso.com:8462/"), new()
        {
            ResolveAsync = (name, _) =>
            {
                asked.Name = name;
                return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
            },
            ConnectAsync = (_, port, _) =>
            {
                asked.Port = port;
                throw new SocketException((int)SocketError.ConnectionRefused);
            },
        }, _clock, CancellationToken.None);

        Assert.Equal(("xn--bro-hoa.contoso.com", 8462), asked);
    }

    [Fact]
    public async Task A_name_without_addresses_is_not_resolved()
    {
        HostAnswer answer = await ProbeAsync(new() { ResolveAsync = (_, _) => Task.FromResult<IPAddress[]>([]) });

        Assert.Equal((HostOutcome.Unresolved, "no address", (HostCertificate?)null), (answer.Outcome, answer.Detail, answer.Certificate));
        Assert.Empty(answer.Addresses);
    }

    [Fact]
    public async Task Each_step_that_fails_says_how_far_it_came_and_the_first_line_of_why()
    {
        IOException broken = new("It broke.\nmore");
        Func<string, CancellationToken, Task<IPAddress[]>> resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

        HostAnswer[] answers =
        [
            await ProbeAsync(new() { ResolveAsync = (_, _) => throw broken }),
            await ProbeAsync(new() { ResolveAsync = resolve, ConnectAsync = (_, _, _) => throw broken }),
            await ProbeAsync(new() { ResolveAsync = resolve, ConnectAsync = (_, _, _) => Task.FromResult<Stream>(new MemoryStream()) }),
        ];

        Assert.Equal([HostOutcome.Unresolved, HostOutcome.Unreachable, HostOutcome.WithoutTls], answers.Select(answer => answer.Outcome));
        Assert.Equal([0, 1, 1], answers.Select(answer => answer.Addresses.Count));
        Assert.Equal(["It broke.", "It broke."], answers.Take(2).Select(answer => answer.Detail));
        Assert.All(answers, answer => Assert.Null(answer.Certificate));
    }

    [Fact]
    public async Task A_host_that_says_nothing_is_left_after_the_time_that_is_allowed()
    {
        HostAccess access = new() { Within = TimeSpan.FromSeconds(7), ResolveAsync = (_, token) => NeverAsync<IPAddress[]>(token) };

        HostAnswer unresolved = await HostProbe.ProbeAsync(Host, access, new TestClock(Now), CancellationToken.None);
        HostAnswer unreachable = await HostProbe.ProbeAsync(Host, access with
        {
            ResolveAsync = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
            ConnectAsync = (_, _, token) => NeverAsync<Stream>(token),
        }, new TestClock(Now), CancellationToken.None);

        Assert.Equal((HostOutcome.Unresolved, "no answer within 7 s"), (unresolved.Outcome, unresolved.Detail));
        Assert.Equal((HostOutcome.Unreachable, "no answer within 7 s"), (unreachable.Outcome, unreachable.Detail));
        Assert.Equal([IPAddress.Loopback], unreachable.Addresses);
    }

    [Fact]
    public async Task Who_cancels_it_gets_no_answer()
    {
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HostProbe.ProbeAsync(Host, new()
        {
            ResolveAsync = (_, token) =>
            {
                stop.Cancel();
                return NeverAsync<IPAddress[]>(token);
            },
        }, _clock, stop.Token));
    }

    private Task<HostAnswer> ProbeAsync(HostAccess access) => HostProbe.ProbeAsync(Host, access, _clock, CancellationToken.None);

    private static Task<T> NeverAsync<T>(CancellationToken cancellationToken) =>
        new TaskCompletionSource<T>().Task.WaitAsync(cancellationToken);

    private static HostAccess To(TlsServer server) => new()
    {
        OnlyAuthority = server.Authority,
        ResolveAsync = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        ConnectAsync = async (addresses, _, token) =>
        {
            TcpClient client = new();
            await client.ConnectAsync(addresses, server.Port, token);
            return client.GetStream();
        },
    };

    private static void Names(CertificateRequest leaf, params string[] names)
    {
        SubjectAlternativeNameBuilder all = new();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
                all.AddIpAddress(address);
            else
                all.AddDnsName(name);
        }
        leaf.CertificateExtensions.Add(all.Build());
    }

    /// <summary>A server with a certificate of an authority of its own, which ends in so many days from now.</summary>
    private static TlsServer Server(Action<CertificateRequest> complete, int days = 90, int daysAbove = 365)
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest root = new("CN=Contoso Root", authorityKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = root.CreateSelfSigned(Now.AddYears(-1), Now.AddDays(daysAbove));
        CertificateRequest leaf = new("CN=mailstore.contoso.com", key, HashAlgorithmName.SHA256);
        complete(leaf);
        using X509Certificate2 signed = leaf.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey),
            days < 0 ? Now.AddDays(-30) : Now.AddDays(-1), Now.AddDays(days), [1, 2, 3, 4]);
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        return new(X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null),
            X509CertificateLoader.LoadCertificate(authority.RawData));
    }
}
