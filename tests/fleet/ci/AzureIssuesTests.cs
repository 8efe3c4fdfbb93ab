using System.Net;
using TenantOnboarding.Fleet.Ci.Services;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Verification;
using static TenantOnboarding.Tests.Fleet.Ci.CiRuns;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>One work item for each tenant that needs somebody, on simulated Azure Boards.</summary>
public sealed class AzureIssuesTests : IDisposable
{
    private readonly SimulatedBoards _boards = new();
    private readonly StringWriter _output = new();
    private readonly TestClock _clock = new(At, endsWaitsUpTo: TimeSpan.FromHours(2));
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["TF_BUILD"] = "True", ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.example/contoso/",
        ["SYSTEM_TEAMPROJECTID"] = SimulatedBoards.Project, ["SYSTEM_ACCESSTOKEN"] = "a token",
    };

    public void Dispose()
    {
        _output.Dispose();
        _boards.Dispose();
    }

    [Fact]
    public async Task A_tenant_that_needs_somebody_gets_a_work_item_with_two_tags_and_hostile_names_as_text()
    {
        await RunAsync(Night("a", "<img src=x> & `**b**`", "update <script>"));

        Assert.Equal("a needs somebody", Assert.Single(_boards.Items)["System.Title"]!.ToString());
        Assert.Equal("tenant-onboarding; tenant-onboarding:a", _boards.Items[0]["System.Tags"]!.ToString());
        Assert.Equal("<p>The tenant <code>a.example.com</code> of the stack <code>a</code> needs somebody.</p>"
            + "<p><b>Comparison with the tenant: drifted.</b> <code>&lt;img src=x&gt; &amp; `**b**`</code></p>"
            + "<ul><li><code>update &lt;script&gt;</code></li></ul>"
            + "<p>This issue is kept by a program: it is closed when all of this is right again.</p>",
            _boards.Items[0]["System.Description"]!.ToString());
        Assert.Equal("a: issue 1, filed\n1 of 1 stacks need somebody\n", _output.ToString());
    }

    [Fact]
    public async Task The_same_state_writes_nothing_even_where_the_service_keeps_the_text_in_another_form_and_another_state_changes_it()
    {
        await RunAsync(Night("a", "1 > 0"));
        _boards.Items[0]["System.Description"] = _boards.Items[0]["System.Description"]!.ToString()
            .Replace("<p>", "<div>\n", StringComparison.Ordinal).Replace(" of ", "&nbsp;of ", StringComparison.Ordinal);
        _boards.Items[0]["System.Tags"] = "mine; Tenant-Onboarding; tenant-onboarding:A";
        await RunAsync(Night("a", "1 > 0"));
        Assert.Single(_boards.Writes);

        await RunAsync(Night("a", "2 > 0"));

        Assert.Contains("2 &gt; 0", Assert.Single(_boards.Items)["System.Description"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["POST /workitems/$Issue", "PATCH /workitems/1"], _boards.Writes);
        Assert.Equal("mine; Tenant-Onboarding; tenant-onboarding:A", _boards.Items[0]["System.Tags"]!.ToString());
    }

    [Fact]
    public async Task A_tenant_that_is_right_again_has_its_work_item_closed_with_the_reason_and_opened_again_when_it_is_wrong_once_more()
    {
        await RunAsync(Night("a", "x"));
        await RunAsync(Night("a"));
        Assert.Equal(("Done", "All of it is right again."),
            (_boards.Items[0]["System.State"]!.ToString(), _boards.Items[0]["System.History"]!.ToString()));
        await RunAsync(Night("a"));
        Assert.Equal(2, _boards.Writes.Count());

        await RunAsync(Night("a", "x"));

        Assert.Equal("To Do", Assert.Single(_boards.Items)["System.State"]!.ToString());
        Assert.Contains("a: issue 1, opened again\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_without_a_proposed_state_is_opened_again_in_its_first_state_of_work()
    {
        _boards.States = [SimulatedBoards.State("Active", "InProgress"), SimulatedBoards.State("Closed", "Completed")];
        await RunAsync(Night("a", "x"));
        await RunAsync(Night("a"));
        Assert.Equal("Closed", _boards.Items[0]["System.State"]!.ToString());

        await RunAsync(Night("a", "x"));

        Assert.Equal("Active", _boards.Items[0]["System.State"]!.ToString());
    }

    [Fact]
    public async Task A_type_without_a_completed_state_is_told_so()
    {
        await RunAsync(Night("a", "x"));
        _boards.States = [SimulatedBoards.State("To Do", "Proposed")];

        Assert.Equal("--type: \"Issue\", the type of 1, has no state of the category Completed; expected one; give the type such a state in the "
            + "process of the project", (await Assert.ThrowsAsync<ServiceException>(() => RunAsync(Night("a")))).Message);
    }

    [Fact]
    public async Task What_people_removed_stays_removed_until_something_else_is_wrong()
    {
        await RunAsync(Night("a", "x"));
        _boards.Items[0]["System.State"] = "Rejected";

        await RunAsync(Night("a", "x"));
        Assert.Equal("Rejected", _boards.Items[0]["System.State"]!.ToString());

        await RunAsync(Night("a", "y"));
        Assert.Equal("To Do", _boards.Items[0]["System.State"]!.ToString());
    }

    [Fact]
    public async Task Work_items_after_the_first_two_hundred_are_found_and_those_of_other_people_are_let_be()
    {
        for (int number = 0; number < 200; number++)
            _boards.Add("tenant-onboarding", "about something else");
        _boards.Add("tenant-onboarding-2; tenant-onboarding:a", "of another label");
        _boards.Add("tenant-onboarding; tenant-onboarding:a", "x");
        _boards.Add("tenant-onboarding; tenant-onboarding:gone", "x");

        await RunAsync(Night("a"));

        Assert.Equal(["PATCH /workitems/202", "PATCH /workitems/203"], _boards.Writes);
        Assert.Equal(["Done", "Rejected"], _boards.Items.Skip(201).Select(item => item["System.State"]!.ToString()));
        Assert.Equal(2, _boards.Requests.Count(request => request == "GET /workitems"));
    }

    [Theory]
    [InlineData(203, "SYSTEM_ACCESSTOKEN: Azure DevOps does not know it (203: TF401349: not permitted); expected the token of the pipeline's "
        + "run; give the step env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)")]
    [InlineData(403, "SYSTEM_ACCESSTOKEN: it may not keep work items (403: TF401349: not permitted); expected the right \"Edit work items in "
        + "this node\"; allow it to the project's Build Service in Project settings, Boards, Project configuration, Areas, Security")]
    public async Task A_refusal_says_what_to_do(int status, string message)
    {
        _boards.Refusal = (HttpStatusCode)status;

        Assert.Equal(message, (await Assert.ThrowsAsync<ServiceException>(() => RunAsync(Night("a", "x")))).Message);
    }

    [Fact]
    public async Task A_type_that_the_project_does_not_have_is_told_before_anything_is_filed()
    {
        Assert.Equal("--type: the project has no work item type \"Bugs & more\"; expected one of its process, such as Issue (Basic, Agile and "
            + "CMMI) or Impediment (Scrum); give its name",
            (await Assert.ThrowsAsync<ServiceException>(() => RunAsync(Night("a", "x"), "Bugs & more"))).Message);
        Assert.Equal(["GET /workitemtypes/Bugs & more/states"], _boards.Requests);
    }

    [Fact]
    public async Task Everything_that_is_missing_is_said_at_once()
    {
        _environment.Clear();
        _environment["TF_BUILD"] = "True";

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(Night("a", "x")));

        Assert.Equal(["SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECTID", "SYSTEM_ACCESSTOKEN"],
            exception.Errors.Select(error => error.Split(':')[0]));
    }

    /// <summary>A night in which a stack is right, or drifted so.</summary>
    private static FleetSummary[] Night(string stack, string? drift = null, params string[] lines) =>
    [
        Run("drift", drift is null ? Ready(stack) : Bad(stack, StackState.Drifted, drift, lines)), Run("verify", Ready(stack)),
    ];

    private async Task RunAsync(FleetSummary[] runs, string type = "Issue")
    {
        CiIssues issues = new(_environment.GetValueOrDefault, _output, () => new SharedHandler(_boards), _clock)
        {
            Label = "tenant-onboarding", Type = type, Stacks = ["a", "b", "c"],
        };
        Assert.Equal(FleetExitCode.Ready, await issues.RunAsync(runs, null, ["drift", "verify"], dryRun: false, CancellationToken.None));
    }
}
