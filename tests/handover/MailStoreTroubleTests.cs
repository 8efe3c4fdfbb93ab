using System.Net;
using System.Net.Sockets;
using SimulatedMailStore;
using TenantOnboarding.HandOver;
using TenantOnboarding.HandOver.MailStore;
using TenantOnboarding.HandOver.Results;
using TenantOnboarding.Tests.Verification;

namespace TenantOnboarding.Tests.HandOver;

public sealed class MailStoreTroubleTests
{
    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_with_its_thumbprint()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync();

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync(new(new(trial.Server.Url, null, null), new("admin", "simulated"))));

        Assert.Equal($"error: {trial.Server.Url.Authority}: its TLS certificate is not trusted (it comes from no authority that this machine knows); "
            + $"found: SHA-256 {trial.Server.Thumbprint} (CN=Simulated MailStore (this run only)). Where that is the one that MailStore's service "
            + $"configuration shows, give it with --mailstore-thumbprint; else somebody stands between.{Environment.NewLine}", trial.Error);
        Assert.Empty(trial.Server.Calls);
    }

    [Fact]
    public async Task Another_certificate_than_the_one_that_was_named_is_refused_before_the_password_is_sent()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync();
        string other = new('A', 64);

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync(trial.Task(thumbprint: other)));

        Assert.Contains($"its TLS certificate is another one; found: SHA-256 {trial.Server.Thumbprint} (CN=Simulated MailStore (this run only)), expected {other}.", trial.Error, StringComparison.Ordinal);
        Assert.Empty(trial.Server.Calls);
    }

    [Fact]
    public async Task A_mailstore_that_is_down_is_named_with_the_reason()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync();
        // Bound and not listening: nobody else can take the port.
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Uri url = new($"https://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}/");
        MailStoreTask task = trial.Task();

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync(task with { Target = task.Target with { Url = url } }));

        Assert.StartsWith($"error: {url.Authority}: get-metadata was not answered (the connection is refused); expected MailStore's management API.", trial.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_login_is_named_and_the_password_is_not()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync();

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync(trial.Task(password: "not-this-one")));

        Assert.StartsWith($"error: {trial.Server.Url.Authority}: the login is refused (HTTP 401); expected an administrator of MailStore", trial.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", trial.Error + trial.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_without_a_function_is_named_before_anything_is_asked()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with
        {
            Lacks = ["SetDirectoryServicesConfiguration", "GetUserInfo"],
        });

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync(trial.Task() with { Set = true }));

        Assert.Equal($"error: {trial.Server.Url.Authority}: found 4 functions, and not SetDirectoryServicesConfiguration, GetUserInfo among them; expected a "
            + $"MailStore whose management API has them. Update MailStore, or enter the values by hand, from the sheet.{Environment.NewLine}", trial.Error);
        Assert.Equal(["get-metadata"], trial.Server.Calls);
    }

    [Theory]
    [InlineData("contoso", null, "found a Service Provider Edition, expected MailStore Server. Give --spe --instance ID.")]
    [InlineData(null, "contoso", "found MailStore Server, expected a Service Provider Edition. Leave --spe and --instance out.")]
    [InlineData("contoso", "fabrikam", "GetDirectoryServicesConfiguration ended as 'failed' (Instance 'fabrikam' does not exist); expected success. MailStore's own log tells more.")]
    public async Task Another_edition_or_instance_is_named(string? there, string? asked, string expected)
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with { Instance = there });

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync(trial.Task(instance: asked)));

        Assert.EndsWith($": {expected}{Environment.NewLine}", trial.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_half_way_is_named()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with { BreaksAt = "GetUsers" });

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync());

        Assert.Contains($"error: {trial.Server.Url.Authority}: GetUsers was not answered (", trial.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_of_a_job_that_are_lost_are_asked_for_again()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with { BreaksAt = "get-status", Breaks = 2 });

        Assert.Equal(HandOverResult.Done, await trial.RunAsync());

        Assert.Single(trial.Server.Calls, "SyncUsersWithDirectoryServices");
    }

    [Fact]
    public async Task Progress_of_a_job_is_told_as_it_comes()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with { JobSteps = 2 });

        await trial.RunAsync();

        Assert.Equal(
            [
                "  SyncUsersWithDirectoryServices: 0 %, Reading users from Microsoft 365",
                "  SyncUsersWithDirectoryServices: 50 %, Reading users from Microsoft 365",
            ],
            trial.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_job_that_fails_says_why()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with { JobEnd = JobEnd.Fails });

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync());

        Assert.Contains("SyncUsersWithDirectoryServices ended as 'failed' (The remote server returned an error: (503) Server Unavailable); expected success.", trial.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cancel-async", trial.Server.Calls);
    }

    [Fact]
    public async Task A_job_with_an_application_that_the_tenant_does_not_know_says_so()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with { KnownClientId = Guid.NewGuid() });

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync());

        Assert.Contains("(AADSTS700016: Application was not found in the directory)", trial.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_never_ends_is_ended_at_the_deadline()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(
            options => options with { JobEnd = JobEnd.Never }, new TestClock(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5)));
        trial.Server.Called = call => _ = call == "get-status" && Advanced(trial.Clock, TimeSpan.FromMinutes(10));

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync());

        Assert.EndsWith($"error: {trial.Server.Url.Authority}: SyncUsersWithDirectoryServices did not end within 10 min; expected an end. Look at what "
            + $"MailStore is doing, or give more time with --deadline.{Environment.NewLine}", trial.Error, StringComparison.Ordinal);
        Assert.Equal("cancel-async", trial.Server.Calls[^1]);
    }

    [Fact]
    public async Task An_interruption_ends_the_job_too()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(
            options => options with { JobEnd = JobEnd.Never }, new TestClock(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5)));
        using CancellationTokenSource stop = new();
        trial.Server.Called = call =>
        {
            if (call == "get-status")
                stop.Cancel();
        };

        Assert.Equal(HandOverResult.Cancelled, await trial.RunAsync(trial.Task() with { Set = true }, stop.Token));

        Assert.EndsWith($"cancelled: MailStore was asked to end what it was busy with; nothing more was set{Environment.NewLine}", trial.Error, StringComparison.Ordinal);
        Assert.Equal("cancel-async", trial.Server.Calls[^1]);
    }

    [Theory]
    [InlineData("https://archive.contoso.com", false, "https://archive.contoso.com:8463/")]
    [InlineData("https://archive.contoso.com/", true, "https://archive.contoso.com:8474/")]
    [InlineData("https://archive.contoso.com:443", false, "https://archive.contoso.com/")]
    [InlineData("https://archive.contoso.com:9000", true, "https://archive.contoso.com:9000/")]
    public void Without_a_port_it_is_that_of_the_edition(string address, bool serviceProvider, string expected)
    {
        List<string> errors = [];

        MailStoreTarget? target = MailStoreTarget.Read(address, serviceProvider, serviceProvider ? "contoso" : null, null, errors);

        Assert.Empty(errors);
        Assert.Equal(expected, target!.Url.ToString());
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_target_is_told_at_once()
    {
        List<string> errors = [];

        Assert.Null(MailStoreTarget.Read("http://archive/api", true, null, "C0:FF:EE", errors));

        Assert.Equal(
            [
                "--mailstore: found 'http://archive/api', expected an https address with nothing behind host and port, such as https://mailstore.contoso.com:8463. Correct it.",
                "--spe: found without --instance, expected both. Name the customer's instance with --instance ID.",
                "--mailstore-thumbprint: found 'C0:FF:EE', expected the SHA-256 of the server's certificate, 64 hexadecimal digits. Copy it whole; the shorter one that Windows shows is SHA-1 and is not taken.",
            ],
            errors);
    }

    [Fact]
    public void A_thumbprint_is_taken_with_separators_in_any_case()
    {
        string expected = string.Concat(Enumerable.Repeat("AB", 32));

        MailStoreTarget? target = MailStoreTarget.Read("https://archive", false, null, string.Join(':', Enumerable.Repeat("ab", 32)), []);

        Assert.Equal(expected, target!.Thumbprint);
    }

    [Fact]
    public void Without_a_terminal_what_is_missing_in_the_environment_is_named()
    {
        List<string> errors = [];

        Assert.Null(MailStoreLogin.Read(_ => null, null, errors));
        Assert.Null(MailStoreLogin.Read(name => $"{name}:x", null, errors));

        Assert.Equal(
            [
                "MAILSTORE_USER: found nothing in the environment, and no terminal to ask on; expected an administrator of MailStore. Set it.",
                "MAILSTORE_PASSWORD: found nothing in the environment, and no terminal to ask on; expected its password. Set it.",
                "MAILSTORE_USER: found a name with a colon, expected one without. Name another administrator.",
            ],
            errors);
    }

    private static bool Advanced(TestClock clock, TimeSpan span)
    {
        clock.Advance(span);
        return true;
    }
}
