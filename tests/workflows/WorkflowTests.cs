using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Rehearsal.Cli;
using YamlDotNet.RepresentationModel;
using static TenantOnboarding.Tests.Workflows.WorkflowFile;

namespace TenantOnboarding.Tests.Workflows;

/// <summary>
/// What every workflow keeps to: it reads as GitHub reads it, has no more rights than it needs, and lets nobody else's text into a shell.
/// </summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] TopKeys = ["name", "on", "permissions", "concurrency", "jobs", "env", "defaults"];

    private static readonly string[] JobKeys =
    [
        "name", "needs", "if", "runs-on", "timeout-minutes", "environment", "permissions", "concurrency", "env", "defaults", "strategy",
        "outputs", "steps", "uses", "with",
    ];

    private static readonly string[] StepKeys =
        ["name", "id", "if", "env", "uses", "with", "run", "shell", "working-directory", "timeout-minutes"];

    // The inputs that each action names in its action.yml at the pinned commit. GitHub only warns of an input that an action does not know.
    private static readonly Dictionary<string, string[]> Inputs = new(StringComparer.Ordinal)
    {
        ["actions/checkout"] = ["repository", "ref", "token", "persist-credentials", "path", "clean", "fetch-depth", "fetch-tags", "lfs"],
        ["actions/setup-dotnet"] = ["dotnet-version", "dotnet-quality", "global-json-file", "source-url", "config-file", "cache"],
        ["actions/upload-artifact"] = ["name", "path", "if-no-files-found", "retention-days", "compression-level", "overwrite"],
        ["actions/download-artifact"] =
            ["name", "artifact-ids", "path", "pattern", "merge-multiple", "github-token", "repository", "run-id"],
        ["azure/login"] = ["client-id", "tenant-id", "subscription-id", "enable-AzPSSession", "environment", "allow-no-subscriptions"],
        ["pulumi/auth-actions"] = ["organization", "requested-token-type", "scope", "token-expiration", "cloud-url"],
        ["pulumi/actions"] =
        [
            "command", "stack-name", "pulumi-version", "pulumi-version-file", "work-dir", "comment-on-pr", "comment-on-summary", "plan",
            "expect-no-changes", "diff", "refresh", "upsert", "color", "suppress-outputs", "suppress-progress", "always-include-summary",
        ],
    };

    public static TheoryData<string> Files => [.. All.Select(file => file.Name)];

    public static TheoryData<string> WorkflowNames => [.. WorkflowFile.Workflows.Select(file => file.Name)];

    private static IEnumerable<WorkflowFile> All => WorkflowFile.Workflows.Concat(Actions);

    [Fact]
    public void The_workflows_are_those_that_the_guide_describes_and_what_they_share() => Assert.Equal(
    [
        "actions/gather/action.yml", "actions/plan/action.yml", "actions/prepare/action.yml", "workflows/deploy-stack.yml",
        "workflows/deploy-stacks.yml", "workflows/deploy.yml", "workflows/look-at-stacks.yml", "workflows/nightly.yml",
        "workflows/preview-stacks.yml", "workflows/pull-request.yml", "workflows/verify-stack.yml",
    ], All.Select(file => file.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_identity_belongs_to_an_environment_of_its_stack()
    {
        string[] environments = ["${{ inputs.preview }}", "${{ inputs.environment }}", "${{ matrix.preview }}"];

        Assert.All(WorkflowFile.Workflows, file => Assert.All(file.Jobs.Values.Where(HasIdentity), job =>
        {
            if (Value(job, "uses") is null)
                Assert.Contains(Value(job, "environment"), environments);
            else
                Assert.Null(Value(job, "environment"));
        }));
    }

    [Theory]
    [MemberData(nameof(WorkflowNames))]
    public void A_stack_that_fails_keeps_no_other_from_its_turn(string name) =>
        Assert.All(File(name).Jobs.Values.Where(job => Map(job, "strategy") is not null), job =>
        {
            YamlMappingNode strategy = Map(job, "strategy")!;
            Assert.Equal("false", Value(strategy, "fail-fast"));
            string[] planned = ["${{ fromJSON(needs.plan.outputs.batches) }}", "${{ fromJSON(needs.plan.outputs.shards) }}"];
            if (Value(strategy, "matrix") == "${{ fromJSON(inputs.jobs) }}")
                return;
            Assert.Contains(Value(strategy, "matrix"), planned);
            Assert.Contains("plan", Needed(job));
        });

    [Fact]
    public void A_job_of_a_change_that_touches_no_stack_is_left_out() => Assert.All(
        new[] { Of("pull-request.yml"), Of("deploy.yml") }.SelectMany(file => file.Jobs.Values)
            .Where(job => Map(job, "strategy") is not null),
        job => Assert.Contains("needs.plan.outputs.count != '0'", Condition(job), StringComparison.Ordinal));

    [Fact]
    public void Deployments_of_one_stack_wait_for_each_other_and_never_for_another_stack()
    {
        YamlMappingNode concurrency = Map(Of("deploy-stacks.yml").Jobs["stack"], "concurrency")!;

        Assert.All((string[])["deploy.yml", "deploy-stacks.yml"], name => Assert.Null(Child(Of(name).Root, "concurrency")));
        Assert.Equal("deploy-${{ matrix.name }}", Value(concurrency, "group"));
        Assert.Equal("false", Value(concurrency, "cancel-in-progress"));
    }

    [Theory]
    [InlineData("pull-request.yml", "${{ github.event.pull_request.base.sha }}")]
    [InlineData("deploy.yml", "${{ github.event.before }}")]
    [InlineData("nightly.yml", null)]
    public void A_change_is_compared_with_the_commit_before_it_in_a_whole_clone(string name, string? commit)
    {
        YamlMappingNode[] steps = [.. StepsOf(Of(name).Jobs["plan"])];

        Assert.Equal(commit, With(steps[^1], "base"));
        Assert.Equal(commit is null ? null : "0", With(steps[0], "fetch-depth"));
    }

    [Theory]
    [MemberData(nameof(WorkflowNames))]
    public void Whatever_a_job_needs_of_another_is_there(string name)
    {
        WorkflowFile file = File(name);

        Assert.All(file.Jobs.Values, job => Assert.Empty(Needed(job).Except(file.Jobs.Keys)));
        Assert.All(NeededOutputs().Matches(file.Text), output =>
            Assert.Contains(output.Groups[2].Value, Keys(Map(file.Jobs[output.Groups[1].Value], "outputs"))));
    }

    [Theory]
    [MemberData(nameof(WorkflowNames))]
    public void A_workflow_that_is_called_gets_every_input_that_it_requires_and_no_other(string name)
    {
        Assert.All(File(name).Jobs.Values.Where(job => Value(job, "uses") is not null), job =>
        {
            WorkflowFile called = File(Value(job, "uses")!["./.github/".Length..]);
            YamlMappingNode inputs = Map(Map(Map(called.Root, "on")!, "workflow_call")!, "inputs")!;
            string[] given = [.. Keys(Map(job, "with"))];

            Assert.Empty(given.Except(Keys(inputs)));
            Assert.Empty(Keys(inputs).Where(key => Value(Map(inputs, key)!, "required") == "true").Except(given));
        });
    }

    [Fact]
    public void A_matrix_gives_the_keys_that_the_workflows_ask_for()
    {
        MatrixBatches batches = new(["dev"], 1);
        HashSet<string> given = [.. ((string[])[Matrix.Of(["dev"], 1, null).ForGitHub(), batches.Batches(), batches.Shards()])
            .SelectMany(json => JsonNode.Parse(json)!["include"]![0]!.AsObject().Select(key => key.Key))];
        IEnumerable<string> asked = All.SelectMany(file => MatrixKeys().Matches(file.Text)).Select(match => match.Groups[1].Value);

        Assert.NotEmpty(asked);
        Assert.All(asked, key => Assert.Contains(key, given));
    }

    [Theory]
    [MemberData(nameof(WorkflowNames))]
    public void A_workflow_has_only_keys_that_github_knows(string name)
    {
        WorkflowFile file = File(name);

        Assert.Empty(Keys(file.Root).Except(TopKeys));
        Assert.Empty(new[] { "name", "on", "permissions", "jobs" }.Except(Keys(file.Root)));
        Assert.All(file.Jobs.Values, job => Assert.Empty(Keys(job).Except(JobKeys)));
        Assert.All(file.Steps, step => Assert.Empty(Keys(step).Except(StepKeys)));
        Assert.All(file.Steps, step => Assert.Single(Keys(step).Intersect(["uses", "run"])));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_action_is_pinned_to_a_commit_and_says_which_version_that_is(string name)
    {
        string[] uses = [.. UsesLines().Matches(File(name).Text).Select(match => match.Groups[1].Value)];
        ILookup<bool, string> isLocal = uses.ToLookup(line => line.StartsWith("./", StringComparison.Ordinal));

        Assert.NotEmpty(uses);
        Assert.All(isLocal[false], line => Assert.Matches(@"^[a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
        Assert.All(isLocal[true], line => Assert.Contains(All, file => line == "./.github/" + file.Name.Replace("/action.yml", "")));
    }

    [Fact]
    public void An_action_has_one_pin_everywhere()
    {
        IEnumerable<IGrouping<string, string>> pins = All
            .SelectMany(file => UsesLines().Matches(file.Text))
            .Select(match => match.Groups[1].Value)
            .Where(line => line.Contains('@', StringComparison.Ordinal))
            .Distinct()
            .GroupBy(line => line.Split('@')[0]);

        Assert.All(pins, action => Assert.Single(action));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_input_is_one_that_its_action_takes(string name)
    {
        Assert.All(File(name).Steps.Where(step => Map(step, "with") is not null), step =>
            Assert.Empty(Keys(Child(step, "with")).Except(Known(Value(step, "uses")!.Split('@')[0]))));

        static IEnumerable<string> Known(string action) => action.StartsWith("./", StringComparison.Ordinal)
            ? Keys(Child(File(action["./.github/".Length..] + "/action.yml").Root, "inputs"))
            : Inputs[action];
    }

    [Theory]
    [MemberData(nameof(WorkflowNames))]
    public void A_workflow_has_no_rights_and_a_job_only_those_that_it_names(string name)
    {
        string[] harmless = ["contents: read", "id-token: write", "pull-requests: write", "issues: write"];
        WorkflowFile file = File(name);

        Assert.Contains("\npermissions: {}\n", file.Text, StringComparison.Ordinal);
        Assert.All(file.Jobs.Values, job =>
        {
            YamlMappingNode rights = Assert.IsType<YamlMappingNode>(Child(job, "permissions"));
            Assert.Empty(rights.Children.Select(right => $"{right.Key}: {right.Value}").Except(harmless));
        });
    }

    [ActionValidatorFact]
    public async Task Every_workflow_and_action_has_the_form_that_githubs_schemas_ask_for()
    {
        string program = CliEnvironment.OfThisProcess().Find(ActionValidatorFactAttribute.Program)!;

        foreach (WorkflowFile file in All)
        {
            CliResult result = await CliProcess.RunAsync(program, [$".github/{file.Name}"], Repository.Root,
                CliEnvironment.OfThisProcess().ForOwnStacks(), null, CancellationToken.None);

            Assert.True(result.Succeeded, result.Output + result.Errors);
        }
    }

    [Theory]
    [InlineData("pull-requests: write", "pull-request.yml", "comment", "fleet -- ci comment --input results --expect \"$STACKS\"")]
    [InlineData("issues: write", "nightly.yml", "issues", "fleet -- ci issues --input results --expect \"$STACKS\"")]
    public void Only_the_job_that_gathers_results_may_write_in_the_repository_and_it_has_no_identity(
        string right, string name, string id, string command)
    {
        YamlMappingNode job = Of(name).Jobs[id];

        Assert.Same(job, Assert.Single(WorkflowFile.Workflows.SelectMany(file => file.Jobs.Values), one => Rights(one).Contains(right)));
        Assert.Equal(["contents: read", right], Rights(job));
        YamlMappingNode[] steps = [.. StepsOf(job)];
        Assert.Equal("./.github/actions/gather", Value(steps[1], "uses"));
        Assert.EndsWith(command, Value(steps[2], "run"), StringComparison.Ordinal);
        Assert.Equal("${{ github.token }}", Value(Map(steps[2], "env")!, "GITHUB_TOKEN"));
        Assert.Equal("${{ needs.plan.outputs.stacks }}", Value(Map(steps[2], "env")!, "STACKS"));
        Assert.Contains("!cancelled() && needs.plan.result == 'success'", Condition(job), StringComparison.Ordinal);

        static IEnumerable<string> Rights(YamlMappingNode job) =>
            Map(job, "permissions")!.Children.Select(right => $"{right.Key}: {right.Value}");
    }

    [Fact]
    public void What_is_gathered_are_the_results_that_other_jobs_leave_whatever_becomes_of_them()
    {
        YamlMappingNode[] uploads = [.. WorkflowFile.Workflows.SelectMany(file => file.Steps).Where(step =>
            Uses(step, "actions/upload-artifact") && With(step, "name")!.StartsWith("result-", StringComparison.Ordinal))];

        Assert.Equal(3, uploads.Length);
        Assert.All(uploads, upload =>
        {
            Assert.Equal("always()", Value(upload, "if"));
            Assert.EndsWith("/*/fleet.json", With(upload, "path"), StringComparison.Ordinal);
            Assert.EndsWith("-${{ matrix.name }}", With(upload, "name"), StringComparison.Ordinal);
        });
        Assert.Equal("result-*", With(File("actions/gather/action.yml").Steps.Single(step => Uses(step, "actions/download-artifact")), "pattern"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_step_of_a_shell_is_one_command_of_this_repository_with_options_that_it_knows(string name)
    {
        Assert.All(File(name).Steps.Select(step => Value(step, "run")).OfType<string>(), script =>
        {
            Assert.DoesNotContain(script, character => "|;&<>`(".Contains(character, StringComparison.Ordinal));
            if (script is "dotnet test tests" or "dotnet build Infra.csproj")
                return;
            Match command = FleetCommands().Match(script);
            Assert.True(command.Success, script);
            Assert.Empty(FleetCommand.CreateRoot().Parse(command.Groups[1].Value).Errors);
        });
    }

    [Theory]
    [MemberData(nameof(WorkflowNames))]
    public void No_workflow_runs_with_the_repositorys_rights_on_somebody_elses_code(string name) =>
        Assert.Empty(Keys(Child(File(name).Root, "on")).Intersect(["pull_request_target", "workflow_run", "issue_comment"]));

    [Theory]
    [MemberData(nameof(Files))]
    public void No_expression_stands_in_a_shell_and_no_secret_anywhere(string name)
    {
        WorkflowFile file = File(name);

        Assert.DoesNotContain("secrets.", file.Text, StringComparison.Ordinal);
        Assert.All(file.Steps.Select(step => Value(step, "run")).OfType<string>(), script =>
        {
            Assert.DoesNotContain("${{", script, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', script);
        });
    }

    [Theory]
    [MemberData(nameof(WorkflowNames))]
    public void A_job_ends_by_itself_and_leaves_no_token_behind_in_the_clone(string name)
    {
        Assert.All(File(name).Jobs.Values.Where(job => Value(job, "uses") is null), job =>
        {
            Assert.InRange(int.Parse(Value(job, "timeout-minutes")!, CultureInfo.InvariantCulture), 1, 60);
            Assert.All(StepsOf(job).Where(step => Uses(step, "actions/checkout")), step =>
                Assert.Equal("false", With(step, "persist-credentials")));
        });
    }

    [Theory]
    [MemberData(nameof(WorkflowNames))]
    public void A_job_with_an_identity_is_left_out_in_a_repository_that_has_set_up_none(string name)
    {
        WorkflowFile file = File(name);

        Assert.All(file.Jobs.Values.Where(HasIdentity), job => Assert.True(IsLeftOut(job)));

        bool IsLeftOut(YamlMappingNode job) => Condition(job).Contains("vars.PULUMI_ORGANIZATION != ''", StringComparison.Ordinal)
            || (Condition(job).Length == 0 && Value(job, "needs") is { } needed && IsLeftOut(file.Jobs[needed]));
    }

    [Fact]
    public void A_pull_request_from_a_fork_gets_no_identity()
    {
        const string ours = "github.event.pull_request.head.repo.full_name == github.repository && ";
        YamlMappingNode[] jobs = [.. Of("pull-request.yml").Jobs.Values.Where(HasIdentity)];

        Assert.NotEmpty(jobs);
        Assert.All(jobs, job => Assert.StartsWith(ours, Condition(job), StringComparison.Ordinal));
    }

    [Fact]
    public void A_pull_request_is_rehearsed_on_pulumi_itself_without_an_identity()
    {
        YamlMappingNode check = Of("pull-request.yml").Jobs["rehearse"];

        YamlMappingNode[] steps =
            [.. StepsOf(check).Where(step => Value(step, "run")?.Contains("--engine pulumi", StringComparison.Ordinal) == true)];

        Assert.Equal([false, true], steps.Select(step => Value(step, "run")!.Contains("--from-git \"$BASE\"", StringComparison.Ordinal)));
        Assert.False(HasIdentity(check));
    }

    [Fact]
    public void A_deployment_previews_as_the_same_identity_before_its_first_write()
    {
        YamlMappingNode up = Assert.Single(WorkflowFile.Workflows.SelectMany(file => file.Jobs.Values), job => Commands(job).Contains("up"));

        Assert.Equal(["preview", "up"], Commands(up));
        Assert.Equal("${{ inputs.environment }}", Value(up, "environment"));
        YamlMappingNode[] steps = [.. Pulumi(up)];
        Assert.All(["stack-name", "refresh"], input => Assert.Equal(With(steps[0], input), With(steps[1], input)));
        Assert.All(steps, step => Assert.Null(Value(step, "if")));
    }

    [Fact]
    public void Whoever_approves_a_deployment_has_read_a_preview_of_it()
    {
        WorkflowFile file = Of("deploy-stack.yml");
        YamlMappingNode preview = file.Jobs["preview"];

        Assert.Equal("preview", Value(file.Jobs["up"], "needs"));
        Assert.Equal("${{ inputs.preview }}", Value(preview, "environment"));
        Assert.Equal(["preview"], Commands(preview));
        Assert.Equal("true", With(Pulumi(preview).Single(), "comment-on-summary"));
    }

    [Fact]
    public void Tenants_are_looked_at_each_night_by_identities_that_only_read_and_a_drift_keeps_no_verification_from_its_turn()
    {
        YamlMappingNode job = Of("look-at-stacks.yml").Jobs["look"];
        YamlMappingNode[] runs = [.. StepsOf(job).Where(step => Value(step, "run") is not null)];

        Assert.Contains("schedule", Keys(Child(Of("nightly.yml").Root, "on")));
        Assert.Contains("fleet -- drift ", Value(runs[0], "run"), StringComparison.Ordinal);
        Assert.Equal("${{ vars.PREVIEW_CLIENT_ID }}", Value(Map(runs[0], "env")!, "ARM_CLIENT_ID"));
        Assert.Contains("fleet -- verify ", Value(runs[1], "run"), StringComparison.Ordinal);
        Assert.Equal("${{ !cancelled() }}", Value(runs[1], "if"));
        Assert.Equal("${{ vars.VERIFY_CLIENT_ID }}", With(StepsOf(job).Single(step => Uses(step, "azure/login")), "client-id"));
        // Two runs at once would file issues twice.
        Assert.Equal("false", Value(Map(Of("nightly.yml").Root, "concurrency")!, "cancel-in-progress"));
    }

    [Fact]
    public void Only_a_deployment_signs_in_as_the_identity_that_may_write() =>
        Assert.Equal("workflows/deploy-stack.yml", Assert.Single(All, file => file.Text.Contains("DEPLOY_CLIENT_ID")).Name);

    [Fact]
    public void The_pulumi_cli_has_one_version_in_all_of_them()
    {
        string version = System.IO.File.ReadAllText(Path.Combine(Repository.Root, ".github", "pulumi-version")).Trim();

        Assert.Matches(@"^3\.\d+\.\d+$", version);
        Assert.All(All.SelectMany(file => file.Steps).Where(step => Uses(step, "pulumi/actions")), step =>
            Assert.Equal(".github/pulumi-version", With(step, "pulumi-version-file")));
    }

    private static WorkflowFile File(string name) => All.Single(file => file.Name == name);

    private static bool HasIdentity(YamlMappingNode job) => Value(Map(job, "permissions")!, "id-token") == "write";

    private static string Condition(YamlMappingNode job) => Value(job, "if") ?? "";

    private static IEnumerable<string> Needed(YamlMappingNode job) => Child(job, "needs") switch
    {
        YamlSequenceNode several => several.Children.Select(one => ((YamlScalarNode)one).Value!),
        YamlScalarNode { Value: { } one } => [one],
        _ => [],
    };

    private static bool Uses(YamlMappingNode step, string action) => Value(step, "uses")?.Split('@')[0] == action;

    private static IEnumerable<YamlMappingNode> Pulumi(YamlMappingNode job) =>
        StepsOf(job).Where(step => Uses(step, "pulumi/actions"));

    private static IEnumerable<string> Commands(YamlMappingNode job) => Pulumi(job).Select(step => With(step, "command")).OfType<string>();

    private static string? With(YamlMappingNode step, string input) =>
        Map(step, "with") is { } inputs ? Value(inputs, input) : null;

    [GeneratedRegex(@"(?<![.\w])matrix\.(\w+)")]
    private static partial Regex MatrixKeys();

    [GeneratedRegex(@"^dotnet run --project fleet -- (.+)$")]
    private static partial Regex FleetCommands();

    [GeneratedRegex(@"\bneeds\.(\w+)\.outputs\.(\w+)")]
    private static partial Regex NeededOutputs();

    [GeneratedRegex(@"^\s+(?:- )?uses: (.+)$", RegexOptions.Multiline)]
    private static partial Regex UsesLines();
}
