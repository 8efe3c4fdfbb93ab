using System.Net;
using System.Text;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Runs that repeat themselves, against a tenant that has forgotten the application.</summary>
public sealed class WatchLoopTests : IDisposable
{
    private readonly StringWriter _output = new(), _error = new();
    private readonly TestClock _clock = new(SampleReport.Now);
    private readonly OutputsDocument _document = SampleOutputs.Of(("archive", "AAAA"));
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task Each_run_says_at_once_what_changed_and_writes_its_files()
    {
        List<VerificationReport> saved = [];
        List<string> said = [];

        VerificationReport last = await WatchAsync(report =>
        {
            saved.Add(report);
            said.Add(Said());
            if (saved.Count == 2)
                _stop.Cancel();
            if (saved.Count == 3)
                throw new InvalidOperationException("It goes on after its end.");
        });

        Assert.Equal(2, saved.Count);
        Assert.Same(saved[1], last);
        Assert.Equal(SampleReport.Now.AddSeconds(60), last.StartedAt);
        Assert.Equal(
            """
            Watching: again every 30 s, until Ctrl+C.
            2026-11-21 09:30 UTC: 2 changes (Not proven)
              verdict: Ready, with warnings -> Not proven
              new warning: SIGN_IN_NOT_PROVEN (archive): An archive

            """.ReplaceLineEndings("\n"), said[0]);
        Assert.Equal(said[0] + "2026-11-21 09:31 UTC: no change (Not proven)\n", said[1]);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_and_the_next_run_comes_all_the_same()
    {
        int runs = 0;

        await WatchAsync(_ =>
        {
            if (++runs == 2)
                _stop.Cancel();
            throw new InputException([$"--json: no room {runs}", "--html: no room"]);
        });

        Assert.Equal("error: --json: no room 1\nerror: --html: no room\nerror: --json: no room 2\nerror: --html: no room\n",
            _error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_in_its_midst_is_no_change()
    {
        VerificationReport first = First();

        VerificationReport last = await WatchAsync(_ => Assert.Fail("A part of a report is not written."), first, runIsCancelled: true);

        Assert.Same(first, last);
        Assert.Equal("Watching: again every 30 s, until Ctrl+C.\n", Said());
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _stop.Dispose();
    }

    private string Said() => _output.ToString().ReplaceLineEndings("\n");

    private static VerificationReport First() => SampleReport.Clean() with
    {
        Integrations = [SampleReport.Mixed().Integrations[0] with
        {
            Name = "archive",
            Mailboxes = [],
            Checks = [.. SampleReport.Mixed().Integrations[0].Checks.Where(check => check.Id == "ews-policy")],
        }],
    };

    private async Task<VerificationReport> WatchAsync(
        Action<VerificationReport> save, VerificationReport? first = null, bool runIsCancelled = false)
    {
        VerificationOptions options = new()
        {
            Clock = _clock,
            Endpoints = TenantEndpoints.ForSimulatedTenant(new("https://localhost:8443"), imapPort: 0),
            Stop = new(canceled: runIsCancelled),
            HandlerFactory = () => new StubHandler(
                _ => new(HttpStatusCode.NotFound) { Content = new StringContent("{}", Encoding.UTF8, "application/json") }),
        };
        WatchLoop loop = new(_output, _error, options, TimeSpan.FromSeconds(30));
        return await loop.RunAsync(_document, first ?? First(), save, _stop.Token);
    }
}
