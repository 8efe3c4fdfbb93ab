using System.Net;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Ci.Services;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Verification;
using static TenantOnboarding.Tests.Fleet.Ci.CiRuns;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>The one comment of a pull request, on a simulated GitHub.</summary>
public sealed class CiCommentTests : IDisposable
{
    private static readonly StackStory[] OneStack = [.. StackStory.Of([Run("rehearse", Ready("a", Change(Widens("gets Mail.Read"))))], null)];

    private readonly SimulatedGitHub _gitHub = new();
    private readonly StringWriter _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ci-comment-");
    private readonly TestClock _clock = new(At, endsWaitsUpTo: TimeSpan.FromHours(2));
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["GITHUB_API_URL"] = "https://api.github.example", ["GITHUB_REPOSITORY"] = SimulatedGitHub.Repository, ["GITHUB_TOKEN"] = "a token",
    };

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _gitHub.Dispose();
    }

    [Fact]
    public async Task A_pull_request_gets_one_comment_and_the_next_run_changes_it()
    {
        await RunAsync(OneStack);
        await RunAsync([.. StackStory.Of([Run("rehearse", Ready("a", Change(Narrows("loses Mail.Read"))))], null)]);
        await RunAsync([.. StackStory.Of([Run("rehearse", Ready("a", Change(Narrows("loses Mail.Read"))))], null)]);

        string body = Assert.Single(_gitHub.Comments[12])["body"]!.ToString();
        Assert.Contains("loses Mail.Read", body, StringComparison.Ordinal);
        Assert.Equal(
            ["POST /repos/contoso/tenants/issues/12/comments", "PATCH /repos/contoso/tenants/issues/comments/101"], _gitHub.Writes);
        Assert.Equal("""
            pull request 12 of contoso/tenants: commented
            pull request 12 of contoso/tenants: the comment was changed
            pull request 12 of contoso/tenants: the comment says so already

            """, _output.ToString());
    }

    [Fact]
    public async Task The_comment_is_found_on_a_later_page_and_another_persons_copy_of_its_marker_is_not_taken_for_it()
    {
        for (int number = 0; number < 150; number++)
            _gitHub.AddComment(12, $"looks good {number}", "octocat");
        _gitHub.AddComment(12, PullRequestText.Marker + "\nold");
        _gitHub.AddComment(12, PullRequestText.Marker + "\nnothing to see here", "mallory", "CONTRIBUTOR");

        await RunAsync(OneStack);

        Assert.Equal(["GET /repos/contoso/tenants/issues/12/comments?per_page=100", "GET /repos/contoso/tenants/issues/12/comments?per_page=100&page=2",
            "PATCH /repos/contoso/tenants/issues/comments/251"], _gitHub.Requests);
    }

    [Fact]
    public async Task A_change_that_touches_nothing_any_more_says_so_where_there_is_a_comment_and_begins_none()
    {
        await RunAsync([]);
        Assert.Empty(_gitHub.Writes);

        _gitHub.AddComment(12, PullRequestText.Marker + "\nold");
        await RunAsync([]);

        Assert.Contains("It touches no stack.", Assert.Single(_gitHub.Comments[12])["body"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_is_the_events_unless_given()
    {
        Event("""{"pull_request":{"number":34,"head":{"repo":{"full_name":"contoso/tenants"}},"base":{"repo":{"full_name":"contoso/tenants"}}}}""");

        await RunAsync(OneStack, number: null);

        Assert.Single(_gitHub.Comments[34]);
    }

    [Theory]
    [InlineData("""{"repo":{"full_name":"mallory/tenants"}}""")]
    [InlineData("""{"repo":null}""")]
    public async Task A_pull_request_from_a_fork_gets_no_comment_but_the_summary_of_the_run(string head)
    {
        Event("""{"pull_request":{"number":34,"base":{"repo":{"full_name":"contoso/tenants"}},"head":""" + head + "}}");
        string summary = Path.Combine(_folder.FullName, "summary.md");
        _environment["GITHUB_STEP_SUMMARY"] = summary;
        _environment.Remove("GITHUB_TOKEN");

        Assert.Equal(FleetExitCode.Ready, await RunAsync(OneStack, number: null));

        Assert.Empty(_gitHub.Requests);
        Assert.Equal("no comment: the pull request comes from a fork, whose token may only read; what it would say stands in the summary of "
            + "this run\n", _output.ToString());
        Assert.Contains("gets Mail.Read", await File.ReadAllTextAsync(summary), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_prints_the_comment_and_needs_no_setting()
    {
        _environment.Clear();

        await RunAsync(OneStack, number: null, dryRun: true);

        Assert.Equal(new PullRequestText(OneStack, null).Render(), _output.ToString());
        Assert.Empty(_gitHub.Requests);
    }

    [Fact]
    public async Task Everything_that_is_missing_is_said_at_once_with_what_to_do()
    {
        _environment.Clear();
        _environment["GITHUB_API_URL"] = "ftp://x";

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(OneStack));

        Assert.Equal(
        [
            "GITHUB_API_URL: \"ftp://x\"; expected an address such as https://api.github.com, with https; remove it for github.com",
            "GITHUB_REPOSITORY: \"\"; expected owner/name, as a workflow of GitHub has it; give it, or use --dry-run",
            "GITHUB_TOKEN: is not given; expected a token that may write there; in a workflow give the step env: GITHUB_TOKEN: "
                + "${{ github.token }}, or use --dry-run",
        ], exception.Errors);
    }

    [Fact]
    public async Task Without_a_pull_request_there_is_nothing_to_comment_on()
    {
        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(OneStack, number: null));

        Assert.Equal("--pull-request: is not given, and no pull request started this (GITHUB_EVENT_PATH); expected its number; give it, or "
            + "use --dry-run", exception.Message);
    }

    [Fact]
    public async Task A_token_that_may_not_write_is_told_the_right_that_it_lacks()
    {
        _gitHub.MayWrite = false;

        ServiceException exception = await Assert.ThrowsAsync<ServiceException>(() => RunAsync(OneStack));

        Assert.Equal("GITHUB_TOKEN: it may not do this in contoso/tenants (403: Resource not accessible by integration); expected the right "
            + "\"pull-requests: write\"; give the job permissions: pull-requests: write", exception.Message);
    }

    [Theory]
    [InlineData(401, "GITHUB_TOKEN: GitHub does not know it (401: Bad credentials); expected a token that is valid now; give the workflow's own")]
    [InlineData(404, "GITHUB_REPOSITORY: contoso/tenants has no /repos/contoso/tenants/issues/12/comments (404: Bad credentials); expected one "
        + "that the token may see; check the number, that the repository has its issues enabled, and that the job has permissions: "
        + "pull-requests: write")]
    [InlineData(422, "GitHub: it refuses /repos/contoso/tenants/issues/12/comments (422: Bad credentials); expected that it takes it; start "
        + "this again later")]
    public async Task A_refusal_is_an_error_that_says_what_to_do(int status, string message)
    {
        _gitHub.AnswerNext((HttpStatusCode)status, """{"message":"Bad credentials"}""");

        Assert.Equal(message, (await Assert.ThrowsAsync<ServiceException>(() => RunAsync(OneStack))).Message);
    }

    [Fact]
    public async Task A_wait_that_github_asks_for_is_waited()
    {
        string reset = (At + TimeSpan.FromMinutes(30)).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        _gitHub.AnswerNext(HttpStatusCode.Forbidden, """{"message":"API rate limit exceeded"}""", ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", reset));
        _gitHub.AnswerNext(HttpStatusCode.TooManyRequests, """{"message":"slow down"}""", ("Retry-After", "90"));
        _gitHub.AnswerNext(HttpStatusCode.Forbidden, """{"message":"You have exceeded a secondary rate limit."}""");

        await RunAsync(OneStack);

        Assert.Single(_gitHub.Comments[12]);
        // To the reset and one second more, then 90 seconds, then the third try's 4 minutes of a limit that does not say how long.
        Assert.Equal(At + TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(91) + TimeSpan.FromMinutes(4), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_wait_of_hours_is_an_error()
    {
        _gitHub.AnswerNext(HttpStatusCode.TooManyRequests, """{"message":"slow down"}""", ("Retry-After", "7200"));

        ServiceException exception = await Assert.ThrowsAsync<ServiceException>(() => RunAsync(OneStack));

        Assert.Equal("GitHub: it asks for a wait of 120 minutes (429: slow down); expected at most 61; start this again then: what is done is "
            + "found again and not done twice", exception.Message);
    }

    [Fact]
    public async Task A_lost_answer_to_a_question_is_asked_for_again_and_one_to_a_write_is_not()
    {
        _gitHub.LoseNext();
        await RunAsync(OneStack);
        Assert.Single(_gitHub.Comments[12]);
        _gitHub.AnswerNext(HttpStatusCode.OK, "[]");
        _gitHub.LoseNext();

        ServiceException exception = await Assert.ThrowsAsync<ServiceException>(() => RunAsync(OneStack));

        Assert.Equal("GitHub: POST /repos/contoso/tenants/issues/12/comments was not answered (The response ended prematurely); expected its "
            + "API; check the address and the network", exception.Message);
        Assert.Single(_gitHub.Comments[12]);
    }

    [Fact]
    public async Task A_page_on_another_host_is_not_followed()
    {
        _gitHub.AnswerNext(HttpStatusCode.OK, "[]", ("Link", "<https://evil.example/steal>; rel=\"next\""));

        await RunAsync(OneStack);

        Assert.DoesNotContain(_gitHub.Requests, request => request.Contains("steal", StringComparison.Ordinal));
    }

    private void Event(string json)
    {
        _environment["GITHUB_EVENT_PATH"] = Path.Combine(_folder.FullName, "event.json");
        File.WriteAllText(_environment["GITHUB_EVENT_PATH"], json);
    }

    private Task<int> RunAsync(IReadOnlyList<StackStory> stories, int? number = 12, bool dryRun = false) =>
        new CiComment(_environment.GetValueOrDefault, _output, () => new SharedHandler(_gitHub), _clock)
            .RunAsync(stories, number, dryRun, CancellationToken.None);
}
