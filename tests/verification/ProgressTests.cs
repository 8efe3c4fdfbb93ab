using Spectre.Console;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>How far a run is, how fast it goes and how long it still takes.</summary>
public sealed class ProgressTests : IDisposable
{
    private readonly TestClock _clock = new(SampleReport.Now);
    private readonly StringWriter _writer = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void The_pace_is_that_of_the_last_half_minute()
    {
        ProgressMeter meter = new(_clock);

        Assert.Equal("0 of 5,000 mailboxes", meter.Describe(0, 5_000));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("10 of 5,000 mailboxes", meter.Describe(10, 5_000));
        _clock.Advance(TimeSpan.FromSeconds(9.5));
        Assert.Equal("1,000 of 5,000 mailboxes, 100 a second, about 40 s left", meter.Describe(1_000, 5_000));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("1,150 of 5,000 mailboxes, 5 a second, about 12 min 50 s left", meter.Describe(1_150, 5_000));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("1,150 of 5,000 mailboxes", meter.Describe(1_150, 5_000));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("1,160 of 5,000 mailboxes, 2.5 a second, about 25 min 36 s left", meter.Describe(1_160, 5_000));
        Assert.Equal("5,000 of 5,000 mailboxes, 962 a second", meter.Describe(5_000, 5_000));
    }

    [Fact]
    public void There_is_a_pace_after_a_second_and_none_while_nothing_answers()
    {
        ProgressMeter meter = new(_clock);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("0 of 100 mailboxes", meter.Describe(0, 100));
        Assert.Equal("20 of 100 mailboxes, 20 a second, about 4 s left", meter.Describe(20, 100));
    }

    [Theory]
    [InlineData(31, "3,010 of 9,010 mailboxes, 100 a second, about 1 min left")]
    [InlineData(31.4, "3,010 of 9,010 mailboxes")]
    public void The_pace_is_taken_once_a_second_and_forgotten_after_thirty(double second, string expected)
    {
        ProgressMeter meter = new(_clock);
        _clock.Advance(TimeSpan.FromSeconds(1));
        meter.Describe(10, 9_010);
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        meter.Describe(100, 9_010);
        _clock.Advance(TimeSpan.FromSeconds(second - 1.5));

        Assert.Equal(expected, meter.Describe(3_010, 9_010));
    }

    [Fact]
    public void A_pace_that_takes_for_ever_is_cut_at_ninety_nine_days()
    {
        ProgressMeter meter = new(_clock);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.StartsWith("1 of 2,000,000 mailboxes, 0 a second, about 2376 h", meter.Describe(1, 2_000_000), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_become_rarer_until_there_is_one_every_five_minutes()
    {
        ProgressMeter meter = new(_clock);
        List<int> due = [];
        for (int second = 0; second <= 1_600; second++)
        {
            if (meter.IsLineDue())
                due.Add(second);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 620, 920, 1_220, 1_520], due);
    }

    [Fact]
    public void The_console_tells_how_far_a_long_check_is_and_each_wait_once()
    {
        ConsoleProgress progress = new(_writer, _clock);
        progress.IntegrationStarted("mailstore", "MailStore Server");
        progress.Advanced("mailstore", "mailboxes", 1, 100);
        progress.CheckStarted("mailstore", "mailboxes", "Mailboxes");
        progress.Advanced("mailstore", "mailboxes", 1, 100);
        _clock.Advance(TimeSpan.FromSeconds(5));
        progress.Advanced("mailstore", "mailboxes", 50, 100);
        progress.Advanced("mailstore", "mailboxes", 60, 100);
        _clock.Advance(TimeSpan.FromSeconds(60));
        progress.Advanced("mailstore", "mailboxes", 100, 100);
        progress.Waiting("mailstore", "mailboxes", "the scope", TimeSpan.Zero, TimeSpan.FromMinutes(5));
        progress.Waiting("mailstore", "mailboxes", "the scope", TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
        progress.Waiting("mailstore", "mailboxes", "consent", TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(5));

        Assert.Equal(
            """
            verifying MailStore Server (mailstore)
              mailboxes: 50 of 100 mailboxes, 10 a second, about 5 s left
              mailboxes: waiting for the scope (up to 5 min)
              mailboxes: waiting for consent (up to 5 min)

            """.ReplaceLineEndings(),
            _writer.ToString());
    }

    [Fact]
    public void The_console_tells_a_wait_again_where_another_check_waits_and_nothing_of_a_check_that_has_ended()
    {
        ConsoleProgress progress = new(_writer, _clock);
        progress.IntegrationStarted("mailstore", "MailStore Server");
        progress.CheckStarted("mailstore", "sign-in", "Sign-in");
        progress.Waiting("mailstore", "sign-in", "replication", TimeSpan.Zero, TimeSpan.FromMinutes(5));
        progress.CheckCompleted("mailstore", Passed("sign-in", "Sign-in"));
        progress.CheckStarted("mailstore", "consent", "Consent");
        progress.Waiting("mailstore", "consent", "replication", TimeSpan.Zero, TimeSpan.FromMinutes(5));
        _clock.Advance(TimeSpan.FromSeconds(10));
        progress.Advanced("mailstore", "sign-in", 1, 2);
        progress.Advanced("mailstore", "consent", 1, 2);

        Assert.Equal(
            """
            verifying MailStore Server (mailstore)
              sign-in: waiting for replication (up to 5 min)
              ok       Sign-in: all
              consent: waiting for replication (up to 5 min)
              consent: 1 of 2 mailboxes, 0.1 a second, about 10 s left

            """.ReplaceLineEndings(),
            _writer.ToString());
    }

    [Fact]
    public void The_console_says_how_far_only_that_integration_is_whose_turn_it_is()
    {
        ConsoleProgress progress = new(_writer, _clock);
        foreach (string integration in new[] { "first", "second" })
        {
            progress.IntegrationStarted(integration, integration);
            progress.CheckStarted(integration, "mailboxes", "Mailboxes");
        }
        _clock.Advance(TimeSpan.FromSeconds(10));
        progress.Advanced("second", "mailboxes", 50, 100);
        progress.Advanced("first", "mailboxes", 50, 100);

        Assert.Equal("verifying first (first)\n  mailboxes: 50 of 100 mailboxes, 5 a second, about 10 s left\n",
            _writer.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_integration_that_begins_once_more_keeps_its_lines_together_once_more()
    {
        ConsoleProgress progress = new(_writer, _clock);
        progress.IntegrationStarted("first", "first");
        progress.IntegrationCompleted("first");
        progress.IntegrationStarted("first", "first");
        progress.IntegrationStarted("second", "second");
        progress.IntegrationCompleted("second");
        progress.CheckCompleted("first", Passed("sign-in", "Sign-in"));
        progress.IntegrationCompleted("first");

        Assert.Equal("verifying first (first)\nverifying first (first)\n  ok       Sign-in: all\nverifying second (second)\n",
            _writer.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_terminal_keeps_one_line_of_all_checks_that_run()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new TerminalOutput(_writer),
        });
        List<string> lines = [];
        console.Status().Start("starting", status =>
        {
            LiveProgress progress = new(status, _clock);
            progress.IntegrationStarted("mailstore", "MailStore [Server]");
            progress.CheckStarted("mailstore", "mailboxes", "Mailboxes");
            lines.Add(status.Status);
            progress.CheckStarted("activate", "sign-in", "Sign-in");
            _clock.Advance(TimeSpan.FromSeconds(10));
            progress.Advanced("mailstore", "mailboxes", 50, 100);
            lines.Add(status.Status);
            progress.Waiting("activate", "sign-in", "a token", TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
            progress.Advanced("mailstore", "none", 1, 2);
            progress.Waiting("none", "sign-in", "nothing", TimeSpan.Zero, TimeSpan.Zero);
            lines.Add(status.Status);
            progress.CheckCompleted("mailstore", Passed("mailboxes", "Mailboxes"));
            progress.Waiting("activate", "sign-in", "consent", TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));
            lines.Add(status.Status);
        });

        Assert.Equal(
        [
            "MailStore [[Server]]: Mailboxes",
            "activate: Sign-in; MailStore [[Server]]: Mailboxes: 50 of 100 mailboxes, 5 a second, about 10 s left",
            "activate: Sign-in: waiting for a token (10 s of 5 min); MailStore [[Server]]: Mailboxes: 50 of 100 mailboxes, 5 a second, about 10 s left",
            "activate: Sign-in: waiting for consent (20 s of 5 min)",
        ], lines);
    }

    private static CheckResult Passed(string id, string title) =>
        new() { Id = id, Title = title, Status = CheckStatus.Passed, Summary = "all" };
}
