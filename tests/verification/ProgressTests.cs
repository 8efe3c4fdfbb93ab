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
            progress.CheckCompleted("mailstore", new() { Id = "mailboxes", Title = "Mailboxes", Status = CheckStatus.Passed, Summary = "all" });
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
}
