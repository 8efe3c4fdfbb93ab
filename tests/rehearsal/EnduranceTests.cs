using SimulatedTenant.Directory;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Tests.Verification;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>A rehearsal in a tenant that fails, throttles and replicates late ends as in one that does not.</summary>
public sealed class EnduranceTests : IDisposable
{
    private static readonly int[] WithoutWaits = [500, 502, 504];

    private readonly RehearsalHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Failures_late_replication_and_a_limit_together_leave_the_verdict_as_it_is_and_are_told()
    {
        RehearsalResult calm = await _harness.RunAsync(_harness.Options);
        Assert.DoesNotContain("Sat through", _harness.Console, StringComparison.Ordinal);
        TimeSpan delay = TimeSpan.FromMilliseconds(400);

        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            ConfigureTenant = options => options with
            {
                RandomErrors = new() { Rate = 30, AllowedErrors = WithoutWaits },
                Replication = new() { Objects = delay, Credentials = delay, Assignments = delay, TokenRoles = delay },
                RateLimiting = new() { RateLimit = 40, ResetTimeWindowSeconds = 1 },
            },
        });

        Assert.Equal((calm.ExitCode, calm.Report!.Verdict.Sentence), (result.ExitCode, result.Report!.Verdict.Sentence));
        Assert.Matches(@"\n  Sat through [1-9]\d* failed and \d+ throttled of \d+ requests, and waited [1-9]\d* s for them\.\n",
            _harness.Console);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_was_done_though_the_answer_was_lost_is_not_done_twice(int seed)
    {
        using CancellationTokenSource deployed = new();

        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            ConfigureTenant = options => options with
            {
                Seed = seed,
                RandomErrors = new() { Rate = 40, AllowedErrors = WithoutWaits, Timing = ErrorTiming.After },
                Connections = new() { Dropped = 10, Cut = 10 },
            },
            BeforeVerification = tenant =>
            {
                Application made = Assert.Single(tenant.Directory.Applications, one => one.DisplayName == "MailStore Server");
                Assert.Single(tenant.Directory.ServicePrincipals, one => one.AppId == made.AppId);
                Assert.Single(made.KeyCredentials);
                return deployed.CancelAsync();
            },
        }, deployed.Token);

        Assert.Equal(RehearsalExitCode.Cancelled, result.ExitCode);
        Assert.True(deployed.IsCancellationRequested, _harness.Console);
    }

    [Fact]
    public async Task What_is_not_seen_is_looked_for_at_a_measured_pace_until_it_would_have_to_be_seen()
    {
        Endurance endurance = new(new() { Clock = new TestClock(), Replication = TimeSpan.FromSeconds(8) });
        int looks = 0;

        Assert.False(await endurance.HoldsAsync(() => Task.FromResult(++looks < 0), TimeSpan.FromSeconds(1), 1, TimeSpan.Zero, default));

        Assert.Equal(10, looks);
        Assert.Equal(new Weather(0, 0, 0, TimeSpan.FromSeconds(18)), endurance.Weather);
    }

    [Fact]
    public async Task A_tenant_that_fails_for_good_is_given_up_when_the_patience_ends()
    {
        Endurance endurance = new(new() { Clock = new TestClock(), Scale = 0 });
        long began = endurance.Begin();
        int retry = 0;

        while (await endurance.WaitAsync(retry, 9, began, null, false, default))
            retry++;

        Assert.Equal(9 + (180 * 4), retry);
    }
}
