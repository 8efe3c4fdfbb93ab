using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>Connections, headers, bodies and silence have their limits, and others than this machine are kept out.</summary>
public sealed class LimitTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1.1);

    [Fact]
    public async Task A_connection_more_than_there_may_be_is_closed_and_room_is_made_by_one_that_ends()
    {
        await using TenantServer tenant = await TenantServer.StartAsync(new TenantOptions { MaxConnections = 1 });
        using (SslStream first = await OpenAsync(tenant))
        {
            string answer = await AskAsync(first, "GET /observation HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            await Assert.ThrowsAnyAsync<IOException>(() => OpenAsync(tenant));
        }
        // The server notices the end of a connection a moment after the client made it.
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!await IsLetInAsync(tenant))
            patience.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Headers_that_do_not_come_to_their_end_are_waited_for_so_long()
    {
        await using TenantServer tenant = await StartAsync(new() { Headers = Short });
        using SslStream stream = await OpenAsync(tenant);
        Assert.StartsWith("HTTP/1.1 408 ", await AskAsync(stream, "GET / HTTP/1.1\r\nHost: loc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_without_a_request_is_closed_after_a_while()
    {
        await using TenantServer tenant = await StartAsync(new() { Idle = Short });
        using SslStream stream = await OpenAsync(tenant);
        await stream.WriteAsync("GET /observation HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        string everything = await ReadToEndAsync(stream);
        Assert.StartsWith("HTTP/1.1 200 ", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_waited_for_so_long()
    {
        await using TenantServer tenant = await StartAsync(new() { SlowBody = Short });
        using SslStream stream = await OpenAsync(tenant);
        string answer = await AskAsync(
            stream, "POST /v1.0/applications HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("request-id: ", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n", "HTTP/1.1 431 ")]
    [InlineData("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 414 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: {long}{long}{long}\r\n\r\n", "HTTP/1.1 431 ")]
    public async Task Headers_without_measure_are_refused(string request, string status)
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        using SslStream stream = await OpenAsync(tenant);
        string many = string.Concat(Enumerable.Range(0, 101).Select(i => $"X{i}: 1\r\n"));
        string text = request.Replace("{many}", many, StringComparison.Ordinal)
            .Replace("{long}", new string('x', 17_000), StringComparison.Ordinal);
        Assert.StartsWith(status, await AskAsync(stream, text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_imap_session_that_says_nothing_is_ended()
    {
        await using TenantServer tenant = await StartAsync(new() { Idle = Short });
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant);
        Assert.Equal(["a OK NOOP completed."], await session.RunAsync("NOOP"));
        Assert.Equal("", await session.ReadToEndAsync("a NOO", ends: false));
    }

    [Fact]
    public async Task Nobody_but_this_machine_reaches_the_tenant()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        foreach (int port in new[] { tenant.Url.Port, tenant.ImapPort })
            await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(OtherAddress(), port));
    }

    [Fact]
    public async Task Others_reach_it_when_it_is_told_so_and_it_says_that_they_do()
    {
        TenantOptions options = new() { Listen = IPAddress.Any, HostNames = ["tenant.example.com"] };
        await using TenantServer tenant = await TenantServer.StartAsync(options);
        foreach (int port in new[] { tenant.Url.Port, tenant.ImapPort })
            await ConnectAsync(OtherAddress(), port);
        string said = Directions.Of(tenant, options, "ca.pem");
        Assert.Contains(
            """
            It listens on 0.0.0.0: whoever reaches this machine reaches the tenant, and the page at / shows all of it.
            Names in its certificate: localhost, tenant.example.com, 127.0.0.1, 0.0.0.0.
            """.ReplaceLineEndings("\n"),
            said,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody but this machine", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_of_a_second_or_less_are_refused()
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => StartAsync(new() { Idle = TimeSpan.FromSeconds(1) }));
        Assert.Equal("TimeLimits.Idle is 00:00:01; expected more than a second.", exception.Message);
    }

    private static Task<TenantServer> StartAsync(TimeLimitOptions limits) =>
        TenantServer.StartAsync(new TenantOptions { TimeLimits = limits });

    /// <summary>An address of this machine that is not 127.0.0.1.</summary>
    private static IPAddress OtherAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(net => net.OperationalStatus == OperationalStatus.Up)
        .SelectMany(net => net.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
        ?? IPAddress.Parse("127.0.0.2");

    private static async Task ConnectAsync(IPAddress address, int port)
    {
        using TcpClient client = new();
        await client.ConnectAsync(address, port);
    }

    private static async Task<SslStream> OpenAsync(TenantServer tenant)
    {
        TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, tenant.Url.Port);
        SslStream stream = new(client.GetStream());
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(tenant.CertificateAuthority);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy });
        return stream;
    }

    private static async Task<bool> IsLetInAsync(TenantServer tenant)
    {
        try
        {
            using SslStream stream = await OpenAsync(tenant);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Sends a text and reads the first part of what comes back.</summary>
    private static async Task<string> AskAsync(SslStream stream, string text)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        byte[] buffer = new byte[4096];
        return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
    }

    private static async Task<string> ReadToEndAsync(SslStream stream)
    {
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync();
    }
}
