using System.Net;
using System.Text.Json.Nodes;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Ci.Services;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Verification;
using static TenantOnboarding.Tests.Fleet.Ci.CiRuns;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>One issue for each tenant that needs somebody, on a simulated GitHub.</summary>
public sealed class CiIssuesTests : IDisposable
{
    private const string Label = "tenant-onboarding";

    private static readonly string[] Required = ["drift", "verify"];

    private readonly SimulatedGitHub _gitHub = new() { PageSize = 2 };
    private readonly StringWriter _output = new();
    private readonly TestClock _clock = new(At, endsWaitsUpTo: TimeSpan.FromHours(2));

    public void Dispose()
    {
        _output.Dispose();
        _gitHub.Dispose();
    }

    [Fact]
    public async Task A_tenant_that_needs_somebody_gets_an_issue_that_says_why()
    {
        StackOutcome drifted = Bad("a", StackState.Drifted, "1 to update, 15 unchanged", "update mailstore/application") with
        {
            Change = new() { Before = "tenant", Resources = [Resource(ResourceChangeKind.Changed, "mailstore/application", "displayName")] },
        };
        StackOutcome verified = Bad("a", StackState.NotReady, "Not ready.") with
        {
            Findings = [new StackFinding("MailStore", "CONSENT_MISSING", "error", "Mail.Read")],
            FirstCertificateEnd = At + TimeSpan.FromDays(12),
        };

        await RunAsync(Run("drift", drifted, Ready("b")), Run("verify", verified, Ready("b")));

        JsonObject issue = Assert.Single(_gitHub.Issues);
        Assert.Equal("a needs somebody", issue["title"]!.ToString());
        Assert.Equal(Label, issue["labels"]![0]!["name"]!.ToString());
        Assert.Equal("""
            <!-- tenant-onboarding: needs somebody: a -->
            The tenant `a.example.com` of the stack `a` needs somebody.

            **Comparison with the tenant: drifted.** `1 to update, 15 unchanged`

            - changed `mailstore/application` `ApplicationRegistration`: `displayName`

            **Verification: not ready.** `Not ready.`

            - error `CONSENT_MISSING` `MailStore`: `Mail.Read`

            **A product is without a certificate from 2026-12-09 on.** Add the next one beside it and deploy, switch the product over, then remove the old one.

            This issue is kept by a program: it is closed when all of this is right again.

            """, issue["body"]!.ToString());
        Assert.Equal("a: issue 1, filed\n1 of 2 stacks need somebody\n", _output.ToString());
    }

    [Fact]
    public async Task The_same_state_writes_nothing_and_another_one_changes_the_same_issue()
    {
        await RunAsync(Night("a", "1 to update"));
        await RunAsync(Night("a", "1 to update"));
        Assert.Single(_gitHub.Writes);

        await RunAsync(Night("a", "2 to update"));

        Assert.Contains("2 to update", Assert.Single(_gitHub.Issues)["body"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["POST /repos/contoso/tenants/issues", "PATCH /repos/contoso/tenants/issues/1"], _gitHub.Writes);
    }

    [Fact]
    public async Task A_tenant_that_is_right_again_has_its_issue_closed_with_the_reason_and_opened_again_when_it_is_wrong_once_more()
    {
        await RunAsync(Night("a", "1 to update"));
        await RunAsync(Night("a"));
        Assert.Equal(("closed", "completed"),
            (_gitHub.Issues[0]["state"]!.ToString(), _gitHub.Issues[0]["state_reason"]!.ToString()));
        Assert.Equal("All of it is right again.", Assert.Single(_gitHub.Comments[1])["body"]!.ToString());
        await RunAsync(Night("a"));
        Assert.Single(_gitHub.Comments[1]);

        await RunAsync(Night("a", "1 to update"));

        Assert.Equal("open", Assert.Single(_gitHub.Issues)["state"]!.ToString());
        Assert.Contains("a: issue 1, opened again\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_closed_as_not_planned_stays_closed_until_something_else_is_wrong()
    {
        await RunAsync(Night("a", "1 to update"));
        _gitHub.Issues[0]["state"] = "closed";
        _gitHub.Issues[0]["state_reason"] = "not_planned";

        await RunAsync(Night("a", "1 to update"));
        Assert.Equal("closed", _gitHub.Issues[0]["state"]!.ToString());

        await RunAsync(Night("a", "2 to update"));
        Assert.Equal("open", _gitHub.Issues[0]["state"]!.ToString());
    }

    [Fact]
    public async Task A_tenant_whose_job_died_is_not_right()
    {
        await RunAsync(Night("a", "1 to update"));

        await RunAsync([Run("drift", Ready("a"), Ready("b")), Run("verify", Ready("b"))], expected: ["a", "b", "c"]);

        Assert.Equal(["open", "open"], _gitHub.Issues.Select(issue => issue["state"]!.ToString()));
        Assert.Contains("\n**Verification: no result.** Its job ended before; the newest run says why.\n",
            _gitHub.Issues[0]["body"]!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("""
            <!-- tenant-onboarding: needs somebody: c -->
            The tenant of the stack `c` needs somebody.

            **Comparison with the tenant: no result.** Its job ended before; the newest run says why.
            """, _gitHub.Issues[1]["body"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_any_result_touches_nothing()
    {
        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync([], expected: ["a", "b"]));

        Assert.Equal("--input: it holds no fleet.json; expected at least one, of any stack; see why every job ended before; no issue was "
            + "touched", exception.Message);
        Assert.Empty(_gitHub.Requests);
    }

    [Theory]
    [InlineData(StackState.Unanswered)]
    [InlineData(StackState.NotDone)]
    public async Task What_was_not_answered_files_no_issue_and_closes_none(StackState state)
    {
        await RunAsync(Night("a", "1 to update"));
        string[] before = [.. _gitHub.Writes];

        await RunAsync(
            Run("drift", Ready("a"), Ready("b")), Run("verify", Bad("a", state, "not answered"), Bad("b", state, "not answered")));

        Assert.Equal(before, _gitHub.Writes);
        Assert.Contains("a: not everything was answered, so its issue is left as it is\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StackState.NotProven)]
    [InlineData(StackState.Sampled)]
    [InlineData(StackState.ReadyWithWarnings)]
    public async Task What_cannot_be_proven_without_a_key_needs_nobody(StackState state)
    {
        await RunAsync(Run("drift", Ready("a")), Run("verify", Ready("a") with { State = state }));

        Assert.Empty(_gitHub.Issues);
    }

    [Fact]
    public async Task Issues_on_later_pages_are_found_and_those_of_other_people_and_pull_requests_are_let_be()
    {
        string text = Text("a", "1 to update");
        _gitHub.AddIssue("a needs somebody", text, [Label]);
        _gitHub.AddIssue("copied", text, [Label], user: "mallory");
        _gitHub.AddIssue("without the label", text, ["bug"]);
        _gitHub.AddIssue("a pull request", text, [Label])["pull_request"] = new JsonObject();
        for (int number = 0; number < 4; number++)
            _gitHub.AddIssue("about something else", "<!-- tenant-onboarding: needs somebody: a b -->", [Label]);

        await RunAsync(Night("a"));

        Assert.Equal(["closed", "open", "open", "open"], _gitHub.Issues.Take(4).Select(issue => issue["state"]!.ToString()));
        Assert.Equal(4, _gitHub.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_two_issues_for_one_tenant_the_second_is_closed()
    {
        _gitHub.AddIssue("a needs somebody", Text("a", "1 to update"), [Label]);
        _gitHub.AddIssue("a needs somebody", Text("a", "1 to update"), [Label]);

        await RunAsync(Night("a", "1 to update"));

        Assert.Equal(["open", "closed"], _gitHub.Issues.Select(issue => issue["state"]!.ToString()));
        Assert.Equal("The same as #1.", Assert.Single(_gitHub.Comments[2])["body"]!.ToString());
    }

    [Fact]
    public async Task The_issue_of_a_stack_whose_file_is_gone_is_closed_and_that_of_one_that_had_no_turn_is_not()
    {
        _gitHub.AddIssue("gone", Text("gone", "x"), [Label]);
        _gitHub.AddIssue("b", Text("b", "x"), [Label]);

        await RunAsync(Night("a"));

        Assert.Equal(["closed", "open"], _gitHub.Issues.Select(issue => issue["state"]!.ToString()));
        Assert.Equal("Its stack file is gone.", Assert.Single(_gitHub.Comments[1])["body"]!.ToString());
    }

    [Fact]
    public async Task A_rate_limit_in_the_middle_is_waited_out_and_nothing_is_filed_twice()
    {
        _gitHub.AnswerNext(HttpStatusCode.OK, "[]");
        _gitHub.AnswerNext(HttpStatusCode.Forbidden, """{"message":"You have exceeded a secondary rate limit"}""", ("Retry-After", "60"));

        await RunAsync(
            Run("drift", Bad("a", StackState.Drifted, "x"), Bad("b", StackState.Drifted, "x")), Run("verify", Ready("a"), Ready("b")));

        Assert.Equal(["a needs somebody", "b needs somebody"], _gitHub.Issues.Select(issue => issue["title"]!.ToString()));
        // The wait, and a second between two writes.
        Assert.Equal(At + TimeSpan.FromSeconds(61), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_token_that_may_not_write_issues_is_told_so()
    {
        _gitHub.MayWrite = false;

        ServiceException exception = await Assert.ThrowsAsync<ServiceException>(() => RunAsync(Night("a", "x")));

        Assert.Equal("GITHUB_TOKEN: it may not do this in contoso/tenants (403: Resource not accessible by integration); expected the right "
            + "\"issues: write\"; give the job permissions: issues: write", exception.Message);
    }

    [Fact]
    public async Task A_dry_run_prints_what_would_be_filed_and_asks_nobody()
    {
        await RunAsync(Night("a", "1 to update"), dryRun: true);

        Assert.StartsWith("# a needs somebody\n<!-- tenant-onboarding: needs somebody: a -->\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_gitHub.Requests);
    }

    /// <summary>A night in which a stack is right, or drifted so.</summary>
    private static FleetSummary[] Night(string stack, string? drift = null) =>
    [
        Run("drift", drift is null ? Ready(stack) : Bad(stack, StackState.Drifted, drift)), Run("verify", Ready(stack)),
    ];

    private static string Text(string stack, string drift) =>
        TenantCondition.Of(Assert.Single(StackStory.Of(Night(stack, drift), null)), Required).Text;

    private Task RunAsync(params FleetSummary[] runs) => RunAsync(runs, expected: null);

    private async Task RunAsync(FleetSummary[] runs, string[]? expected = null, bool dryRun = false)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["GITHUB_API_URL"] = "https://api.github.example", ["GITHUB_REPOSITORY"] = SimulatedGitHub.Repository,
            ["GITHUB_TOKEN"] = "a token",
        };
        CiIssues issues = new(environment.GetValueOrDefault, _output, () => new SharedHandler(_gitHub), _clock)
        {
            Label = Label, Type = "Issue", Stacks = ["a", "b", "c"],
        };
        Assert.Equal(FleetExitCode.Ready, await issues.RunAsync(runs, expected, Required, dryRun, CancellationToken.None));
    }
}
