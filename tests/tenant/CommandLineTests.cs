using System.CommandLine;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>The options by which a tenant gets trouble, on any command that takes them.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public void Without_options_there_is_no_trouble() => Assert.Equal(new TenantOptions(), Parse());

    [Fact]
    public void Every_option_finds_its_setting()
    {
        TenantOptions options = Parse(
            "--latency", "50ms-200ms", "--rate-limit", "120/60s", "--early-penalty", "30s", "--mailbox-rate-limit", "10000/10m",
            "--random-errors", "10%", "--error-timing", "mixed", "--fail-every", "7", "--fail-at", "12", "--fail-at", "imap:3=drop", "--sign-in-trouble", "--dropped-connections", "1%", "--cut-answers", "2",
            "--replication-delay", "objects=30s,credentials=1m,token-roles=1.5s", "--read-your-writes", "--changes-while-paging", "--seed", "9");
        Assert.Equal(new LatencyOptions(50, 200), options.Latency);
        Assert.Equal(new RateLimitingOptions { RateLimit = 120, ResetTimeWindowSeconds = 60, EarlyPenalty = TimeSpan.FromSeconds(30) },
            options.RateLimiting);
        Assert.Equal((10_000, 600), (options.MailboxRateLimiting!.RateLimit, options.MailboxRateLimiting.ResetTimeWindowSeconds));
        Assert.Equal((10, ErrorTiming.Mixed), (options.RandomErrors!.Rate, options.RandomErrors.Timing));
        Assert.Equal(7, options.FailEvery);
        Assert.Equal([new FaultAt(12), new FaultAt(3, FaultKind.ConnectionDropped, RequestProtocol.Imap)], options.FailAt);
        Assert.True(options.SignInTrouble);
        Assert.Equal(new ConnectionTroubleOptions { Dropped = 1, Cut = 2 }, options.Connections);
        Assert.Equal(
            new ReplicationOptions
            {
                Objects = TimeSpan.FromSeconds(30),
                Credentials = TimeSpan.FromMinutes(1),
                TokenRoles = TimeSpan.FromSeconds(1.5),
                ReadYourWrites = true,
            },
            options.Replication);
        Assert.True(options.ChangesWhilePaging);
        Assert.Equal(9, options.Seed);
    }

    [Fact]
    public void One_duration_delays_every_kind_of_replication()
    {
        ReplicationOptions options = Parse("--replication-delay", "30s").Replication;
        Assert.Equal(
            [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)],
            [options.Objects, options.Credentials, options.Assignments, options.TokenRoles]);
    }

    [Theory]
    [InlineData("--latency", "fast", "--latency is 'fast'; expected a duration such as 100ms, or two such as 50ms-200ms.")]
    [InlineData("--latency", "200ms-50ms", "--latency is '200ms-50ms'; expected a duration such as 100ms, or two such as 50ms-200ms.")]
    [InlineData("--rate-limit", "120", "--rate-limit is '120'; expected a number and a window such as 120/60s.")]
    [InlineData("--rate-limit", "1/0s", "--rate-limit is '1/0s'; expected a number and a window such as 120/60s.")]
    [InlineData("--random-errors", "101%", "--random-errors is '101%'; expected a percentage such as 10%.")]
    [InlineData("--fail-at", "pop:3", "--fail-at is 'pop:3'; expected a number with or without protocol and fault, such as imap:3=drop.")]
    [InlineData("--replication-delay", "moon=1s", "--replication-delay is 'moon=1s'; expected a duration such as 30s, or durations by kind such as objects=30s,credentials=1m.")]
    public void Wrong_value_is_named_with_what_was_expected(string option, string value, string message)
    {
        RootCommand command = Command(out _);
        Assert.Equal([message], command.Parse([option, value]).Errors.Select(error => error.Message));
    }

    private static TenantOptions Parse(params string[] args)
    {
        RootCommand command = Command(out TroubleOptions trouble);
        ParseResult parsed = command.Parse(args);
        Assert.Empty(parsed.Errors);
        return trouble.Apply(parsed, new TenantOptions());
    }

    private static RootCommand Command(out TroubleOptions trouble)
    {
        RootCommand command = new();
        trouble = new();
        trouble.AddTo(command);
        return command;
    }
}
