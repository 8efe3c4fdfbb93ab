using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

public sealed class RedirectHostTests : IAsyncLifetime
{
    private const string Host = "mailstore.contoso.com";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private DeployedStack _stack = null!;

    public async Task InitializeAsync() => _stack = await DeployedStack.ClassicAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task A_certificate_for_the_host_from_a_trusted_authority_is_no_finding_and_said_in_the_summary()
    {
        await using TlsServer server = new(Host, Now.AddDays(-1), Now.AddDays(90));

        CheckResult check = await CheckAsync(To(server) with { OnlyAuthority = server.Authority });

        Assert.Empty(check.Findings);
        Assert.Equal($"{DeployedStack.RedirectUri}, ID tokens on, access tokens off; {Host} answers here, with a certificate that is trusted "
            + $"until {Day(Now.AddDays(90))}", check.Summary);
    }

    [Fact]
    public async Task A_certificate_that_expired_for_another_name_from_an_unknown_authority_is_a_warning_each()
    {
        await using TlsServer server = new("old.contoso.com", Now.AddDays(-90), Now.AddDays(-2));

        CheckResult check = await CheckAsync(To(server));

        Assert.Equal(CheckStatus.Warning, check.Status);
        Assert.Equal(
            [
                ("REDIRECT_HOST_WRONG_NAME", Host,
                    $"The host shows a certificate for old.contoso.com, not for {Host}. Browsers warn users who return from signing in."),
                ("REDIRECT_HOST_EXPIRED", $"{Host}:8462",
                    $"The host shows a certificate that expired on {Day(Now.AddDays(-2))}. Browsers warn users who return from signing in."),
                ("REDIRECT_HOST_UNTRUSTED", $"{Host}:8462",
                    "The host shows a certificate, issued by Contoso Root, that is not trusted here: its issuer's certificate is neither sent "
                    + "along nor known here. Browsers warn users who return from signing in."),
            ],
            check.Findings.Select(finding => (finding.Code, finding.Subject, finding.Cause)));
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_a_warning_with_the_days_that_are_left()
    {
        await using TlsServer server = new(Host, Now.AddDays(-1), Now.AddDays(12).AddHours(1));

        CheckResult check = await CheckAsync(To(server) with { OnlyAuthority = server.Authority });

        Finding finding = Assert.Single(check.Findings);
        Assert.Equal(("REDIRECT_HOST_EXPIRES_SOON", Severity.Warning), (finding.Code, finding.Severity));
        Assert.Contains($"expires on {Day(Now.AddDays(12).AddHours(1))}, in 12 days; ", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_valid_yet_says_from_when_on_it_is()
    {
        await using TlsServer server = new(Host, Now.AddDays(1), Now.AddDays(90));

        CheckResult check = await CheckAsync(To(server) with { OnlyAuthority = server.Authority });

        Finding finding = Assert.Single(check.Findings);
        Assert.Equal(("REDIRECT_HOST_EXPIRED", "Check the clocks of the host and of this machine, or wait."), (finding.Code, finding.Fix));
        Assert.Contains("valid from ", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_speaks_no_TLS_is_a_warning()
    {
        await using PlainTextServer server = new();

        CheckResult check = await CheckAsync(To(server.Port));

        Assert.Equal(("REDIRECT_HOST_WITHOUT_TLS", Severity.Warning), (check.Findings[0].Code, check.Findings[0].Severity));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_here_is_a_note()
    {
        CheckResult check = await CheckAsync(new() { ResolveAsync = (_, _) => throw new SocketException((int)SocketError.HostNotFound) });

        Assert.Equal((CheckStatus.Passed, "REDIRECT_HOST_UNRESOLVED", Severity.Info, Host),
            (check.Status, check.Findings[0].Code, check.Findings[0].Severity, check.Findings[0].Subject));
    }

    [Fact]
    public async Task A_private_host_that_does_not_answer_here_is_a_note_with_its_address()
    {
        CheckResult check = await CheckAsync(new()
        {
            ResolveAsync = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.1.2.3")]),
            ConnectAsync = (_, _, _) => throw new SocketException((int)SocketError.ConnectionRefused),
        });

        Assert.Equal(CheckStatus.Passed, check.Status);
        Assert.Equal(("REDIRECT_HOST_UNREACHABLE", Severity.Info,
                "The redirect URI's host, 10.1.2.3, does not answer here, where the verification runs."),
            (check.Findings[0].Code, check.Findings[0].Severity, check.Findings[0].Cause));
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up_after_ten_seconds_and_not_asked_again()
    {
        await _stack.PatchApplicationAsync(new() { ["web"] = new JsonObject { ["redirectUris"] = new JsonArray() } });
        int asked = 0;

        VerificationReport report = await _stack.VerifyAsync(options => options with
        {
            CheckRedirectHost = true,
            Deadline = TimeSpan.FromSeconds(20),
            Clock = new TestClock(),
            RedirectHost = new()
            {
                ResolveAsync = (_, token) =>
                {
                    asked++;
                    return new TaskCompletionSource<IPAddress[]>().Task.WaitAsync(token);
                },
            },
        });

        Finding finding = report.Finding("REDIRECT_HOST_UNRESOLVED");
        Assert.NotNull(report.Finding("REDIRECT_URI_MISSING"));
        Assert.Equal(("no answer within 10 s", 1), (finding.Detail, asked));
    }

    [Theory]
    [InlineData("https://mailstore.contoso.com:8462/oidc/signin", false, true)]
    [InlineData("https://localhost:8462/oidc/signin", false, false)]
    [InlineData("https://mailstore.contoso.com:8462/oidc/signin", true, false)]
    public void Unless_asked_for_it_is_done_except_in_a_simulated_tenant_and_for_this_machine(string uri, bool simulated, bool done) =>
        Assert.Equal(done, RedirectUriCheck.IsHostAsked(
            new() { Endpoints = simulated ? _stack.Options.Endpoints : null }, new Uri(uri)));

    private async Task<CheckResult> CheckAsync(HostAccess access) =>
        (await _stack.VerifyAsync(options => options with { CheckRedirectHost = true, RedirectHost = access })).Check("redirect-uri");

    private static HostAccess To(TlsServer server) => To(server.Port);

    /// <summary>The host's name resolves to the loopback, and its port is another one there.</summary>
    private static HostAccess To(int port) => new()
    {
        ResolveAsync = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        ConnectAsync = async (addresses, _, token) =>
        {
            TcpClient client = new();
            await client.ConnectAsync(addresses, port, token);
            return client.GetStream();
        },
    };

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
