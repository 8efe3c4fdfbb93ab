using SimulatedTenant;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>
/// The verdict of a calm run, whatever the weather; and what is said where a service does not answer at all. A larger sweep is a matter of
/// the environment: WEATHER_SEEDS=3 for three seeds of each rate up to 70, WEATHER_STEP=1 for a fault at every request instead of one.
/// </summary>
public sealed class WeatherTests
{
    // Deployed once, in calm weather.
    private static readonly Lazy<Task<(VerificationOptions Options, OutputsDocument Document, string State)>> Deployed = new(DeployAsync);

    private static readonly string[] Permissions =
        ["Graph/Directory.Read.All", "Graph/Mail.Read", "Exchange/full_access_as_app"];

    // More takes a minute or two on the real clock. Half of all requests failing has a test of its own.
    public static TheoryData<int> Rates => Number("WEATHER_SEEDS", 0) > 0 ? [1, 10, 30, 50, 70] : [1, 10, 30];

    public static TheoryData<FaultKind> Kinds => [.. Enum.GetValues<FaultKind>()];

    [Fact]
    public async Task Half_of_all_requests_failing_leaves_the_verdict_of_the_calm_run_and_no_wait_is_cut_short()
    {
        Outcome calm = await RunAsync(new());

        Outcome stormy = await RunAsync(new() { RandomErrors = new() { Rate = 50 } });

        Assert.Equal(calm.Verdict, stormy.Verdict);
        Assert.Equal(0, stormy.Early);
        Assert.True(calm.Weather.IsCalm && stormy.Weather.Failed > 0 && stormy.Weather.Throttled > 0, stormy.Weather.Sentence);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public async Task So_many_failures_in_a_hundred_leave_the_verdict_of_the_calm_run(int rate)
    {
        Outcome calm = await RunAsync(new());
        for (int seed = 1; seed <= Number("WEATHER_SEEDS", 1); seed++)
        {
            Outcome stormy = await RunAsync(new() { Seed = seed, RandomErrors = new() { Rate = rate } });

            Assert.True(calm.Verdict == stormy.Verdict, $"seed {seed}:\n{stormy.Verdict}\ninstead of\n{calm.Verdict}");
            Assert.Equal(0, stormy.Early);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_fault_at_one_request_leaves_the_verdict_of_the_calm_run(FaultKind kind)
    {
        Outcome calm = await RunAsync(new());
        for (int number = 1 + (3 * (int)kind); number <= calm.Requests; number += Number("WEATHER_STEP", 1_000))
        {
            Outcome stormy = await RunAsync(new() { FailAt = [new(number, kind)] });

            Assert.True(calm.Verdict == stormy.Verdict, $"request {number}:\n{stormy.Verdict}\ninstead of\n{calm.Verdict}");
            Assert.InRange(stormy.Requests, 1, calm.Requests * 2);
        }
    }

    [Theory]
    [InlineData("/v1.0/users")]
    [InlineData("/v1.0/$batch")]
    [InlineData("/EWS/")]
    public async Task The_very_first_request_of_a_kind_whose_answer_is_lost_is_sent_again(string path)
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["ews", "graph"], Permissions);
        int lost = 0;

        VerificationReport report = await stack.VerifyAsync(options => options with
        {
            HandlerFactory = () => new LostAnswer(stack.Options.HandlerFactory!(), path, () => Interlocked.Increment(ref lost) == 1),
        });

        report.Exits(VerificationExitCode.Ready);
        Assert.True(lost > 1, $"{lost} requests to {path}");
    }

    [Fact]
    public async Task A_service_that_is_down_for_good_is_said_not_to_have_answered()
    {
        TestClock clock = new(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(90));
        await using DeployedStack stack = await DeployedStack.StartAsync(null, clock, ["ews"], Permissions[..1]);
        await stack.DeclareAsync("Exchange/full_access_as_app");
        await stack.GrantAsync("Exchange/full_access_as_app");

        VerificationReport report = await stack.VerifyAsync(options => options with
        {
            Clock = clock,
            HandlerFactory = () => new OutOfOrder(stack.Options.HandlerFactory!(), "/EWS/"),
        });

        report.Exits(VerificationExitCode.Unreachable);
        Assert.Equal(VerdictKind.Unanswered, report.Verdict.Kind);
        Assert.Equal(CheckStatus.Unanswered, report.Check("mailboxes-ews").Status);
        Assert.All(report.Integrations[0].Mailboxes.Where(mailbox => mailbox.Protocol == "ews"),
            mailbox => Assert.Equal((MailboxStatus.Unanswered, "not answered in time"), (mailbox.Status, mailbox.Reason)));
        Assert.Contains("MAILBOX_UNANSWERED", report.Codes());
        Assert.DoesNotContain("MAILBOX_PROBE_FAILED", report.Codes());
        Assert.DoesNotContain("TENANT_UNREACHABLE", report.Codes());
    }

    [Fact]
    public async Task A_directory_that_is_down_leaves_its_checks_unanswered_and_fails_no_consent()
    {
        TestClock clock = new(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(90));
        await using DeployedStack stack = await DeployedStack.ClassicAsync(clock: clock);

        VerificationReport report = await stack.VerifyAsync(options => options with
        {
            Clock = clock,
            HandlerFactory = () => new OutOfOrder(stack.Options.HandlerFactory!(), "/v1.0/"),
        });

        report.Exits(VerificationExitCode.Unreachable);
        Assert.Equal(CheckStatus.Unanswered, report.Check("consent").Status);
        Assert.DoesNotContain(report.Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal("Microsoft Graph", report.Findings.First(finding => finding.Code == "SERVICE_UNANSWERED").Subject);
    }

    [Fact]
    public async Task Users_who_come_and_go_while_they_are_read_are_there_once()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new() { Users = 2_500, ChangesWhilePaging = true });

        VerificationReport report = await stack.VerifyAsync();

        Assert.True(report.Verdict.IsReady, report.Verdict.Sentence);
        Assert.Distinct(report.Integrations[0].Users.Select(user => user.UserPrincipalName));
        Assert.Distinct(report.Integrations[0].Mailboxes.Select(mailbox => mailbox.Address));
    }

    [Fact]
    public async Task A_page_token_that_has_expired_is_no_matter_and_every_user_is_there_once()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new() { Users = 2_500 });
        VerificationReport calm = await stack.VerifyAsync();

        VerificationReport report = await stack.VerifyAsync(options => options with
        {
            HandlerFactory = () => new ExpiredPage(stack.Options.HandlerFactory!()),
        });

        Assert.Equal(calm.Integrations[0].Users, report.Integrations[0].Users);
    }

    /// <summary>Verifies what a calm tenant holds, in a tenant with this trouble.</summary>
    private static async Task<Outcome> RunAsync(TenantOptions options)
    {
        (VerificationOptions verification, OutputsDocument document, string state) = await Deployed.Value;
        await using TenantServer tenant = await TenantServer.StartAsync(options);
        StateFile.Read(tenant.Directory, state, "the calm tenant's state");

        VerificationReport report = await new TenantVerifier((verification with
        {
            Endpoints = TenantEndpoints.ForSimulatedTenant(tenant.Url, imapPort: 0),
        }).TrustingOnly(tenant.CertificateAuthority)).VerifyAsync(document);

        string[] lines = [.. report.Checks.Select(check => $"{check.Id}: {check.Status} {check.Summary}"),
            .. report.Integrations.SelectMany(one => one.Mailboxes)
                .Select(mailbox => $"{mailbox.Protocol} {mailbox.Address}: {mailbox.Reason}").Order(StringComparer.Ordinal),
            .. report.Integrations.SelectMany(one => one.Users).Select(user => $"{user.UserPrincipalName}: {user.Reason}")];
        return new($"{report.Verdict.Sentence}\n{string.Join('\n', lines)}", report.Weather, tenant.Counters.EarlyRequests,
            tenant.Counters.Paths.Values.Sum(path => path.Requests));
    }

    private static async Task<(VerificationOptions Options, OutputsDocument Document, string State)> DeployAsync()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["ews", "graph"], Permissions);
        return (stack.Options, stack.Document, StateFile.Write(stack.Tenant.Directory));
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : otherwise;

    private sealed record Outcome(string Verdict, Weather Weather, long Early, long Requests);

    /// <summary>Answers 503 for one service.</summary>
    private sealed class OutOfOrder(HttpMessageHandler inner, string path) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.AbsolutePath.StartsWith(path, StringComparison.Ordinal)
                ? Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable))
                : base.SendAsync(request, cancellationToken);
    }

    /// <summary>Loses the answers of one service that are due.</summary>
    private sealed class LostAnswer(HttpMessageHandler inner, string path, Func<bool> isDue) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
            if (!request.RequestUri!.AbsolutePath.StartsWith(path, StringComparison.Ordinal) || !isDue())
                return answer;
            answer.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        }
    }

    /// <summary>Breaks the first link to a next page.</summary>
    private sealed class ExpiredPage(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int _links;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Query.Contains("skiptoken", StringComparison.Ordinal) && ++_links == 2)
                request.RequestUri = new(request.RequestUri.AbsoluteUri + "00");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
