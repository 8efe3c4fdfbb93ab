using System.Globalization;
using System.Text.RegularExpressions;
using TenantOnboarding.Fleet.Commands;
using YamlDotNet.RepresentationModel;
using static TenantOnboarding.Tests.Workflows.WorkflowFile;

namespace TenantOnboarding.Tests.Workflows;

/// <summary>
/// What every pipeline keeps to. The service alone says whether a pipeline can be run; these say that it asks for nothing but what is
/// known.
/// </summary>
public sealed partial class AzurePipelineTests
{
    private static readonly string[] TopKeys = ["trigger", "pr", "schedules", "parameters", "pool", "jobs", "steps"];

    private static readonly string[] JobKeys =
    [
        "job", "deployment", "displayName", "dependsOn", "condition", "strategy", "environment", "timeoutInMinutes", "variables", "steps",
    ];

    private static readonly string[] StepKeys =
    [
        "script", "task", "template", "checkout", "publish", "artifact", "name", "displayName", "condition", "continueOnError", "env",
        "inputs", "parameters", "fetchDepth", "persistCredentials",
    ];

    private static readonly Dictionary<string, string[]> Inputs = new(StringComparer.Ordinal)
    {
        ["UseDotNet@2"] = ["packageType", "useGlobalJson"],
        ["DownloadPipelineArtifact@2"] = ["patterns", "targetPath"],
        ["AzureCLI@2"] = ["azureSubscription", "allowNoSubscriptions", "scriptType", "scriptLocation", "inlineScript"],
    };

    public static TheoryData<string> Names => [.. Read().Keys];

    [Fact]
    public void The_pipelines_are_those_that_the_guide_describes_and_what_they_share() => Assert.Equal(
        ["deploy.yml", "nightly.yml", "pull-request.yml", "steps/gather.yml", "steps/prepare.yml"], Read().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pipeline_has_only_keys_and_inputs_that_are_known(string name)
    {
        YamlMappingNode root = Read()[name];

        Assert.Empty(Keys(root).Except(TopKeys));
        Assert.All(Jobs(root), job => Assert.Empty(Keys(job).Except(JobKeys)));
        Assert.All(Steps(root), step =>
        {
            Assert.Empty(Keys(step).Except(StepKeys));
            Assert.Single(Keys(step).Intersect(["script", "task", "template", "checkout", "publish"]));
            if (Value(step, "task") is { } task)
                Assert.Empty(Keys(Child(step, "inputs")).Except(Inputs[task]));
            if (Value(step, "template") is { } template)
                Assert.Contains(template, Read().Keys);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_step_of_a_shell_is_one_command_of_this_repository_with_options_that_it_knows(string name) =>
        Assert.All(Steps(Read()[name]).Select(Script).OfType<string>(), script =>
        {
            Assert.DoesNotContain(script, character => "|;&<>`({\n".Contains(character, StringComparison.Ordinal));
            if (script is "dotnet test tests" or "dotnet build Infra.csproj")
                return;
            Match command = FleetCommands().Match(script);
            Assert.True(command.Success, script);
            Assert.Empty(FleetCommand.CreateRoot().Parse(command.Groups[1].Value).Errors);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_job_ends_by_itself_and_no_secret_stands_anywhere_but_in_the_environment_of_a_step(string name)
    {
        YamlMappingNode root = Read()[name];

        Assert.All(Jobs(root), job => Assert.InRange(int.Parse(Value(job, "timeoutInMinutes")!, CultureInfo.InvariantCulture), 1, 60));
        Assert.All(Steps(root).Where(step => Value(step, "checkout") is not null), step =>
            Assert.Equal("false", Value(step, "persistCredentials")));
        string[] secrets = [.. All(root).SelectMany(node => node.Children)
            .Where(pair => pair.Value is YamlScalarNode { Value: { } value } && SecretNames().IsMatch(value))
            .Select(pair => $"{pair.Key}: {pair.Value}").Distinct()];
        Assert.Empty(secrets.Except(
            ["PULUMI_ACCESS_TOKEN: $(PULUMI_ACCESS_TOKEN)", "SYSTEM_ACCESSTOKEN: $(System.AccessToken)"]));
    }

    [Fact]
    public void Only_a_deployment_behind_its_environment_signs_in_by_the_connection_that_may_write()
    {
        YamlMappingNode[] jobs = [.. Read().Values.SelectMany(Jobs)];

        Assert.All(jobs, job => Assert.All(Steps(job).Where(step => Value(step, "task") == "AzureCLI@2"), step =>
        {
            bool writes = Value(job, "deployment") is not null;
            Assert.Equal(writes ? "${{ stack }}" : "${{ stack }}-preview", Value(Map(step, "inputs")!, "azureSubscription"));
            Assert.Equal(writes, Script(step)!.Contains("fleet -- up ", StringComparison.Ordinal));
        }));
        Assert.Equal("${{ stack }}", Value(Assert.Single(jobs, job => Value(job, "deployment") is not null), "environment"));
    }

    [Fact]
    public void What_asks_for_a_token_of_the_connection_or_comments_is_given_that_of_the_run() => Assert.All(
        Read().Values.SelectMany(Steps).Where(step => Script(step) is { } script && NeedsToken().IsMatch(script)),
        step => Assert.Equal("$(System.AccessToken)", Value(Map(step, "env")!, "SYSTEM_ACCESSTOKEN")));

    [Fact]
    public void The_job_that_comments_has_no_identity_in_a_tenant_and_runs_whatever_became_of_the_others()
    {
        YamlMappingNode job = Jobs(Read()["pull-request.yml"]).Single(job => Value(job, "job") == "comment");

        Assert.DoesNotContain(Steps(job), step => Value(step, "task") == "AzureCLI@2");
        Assert.Equal("and(not(canceled()), eq(dependencies.plan.result, 'Succeeded'))", Value(job, "condition"));
    }

    private static string? Script(YamlMappingNode step) =>
        Value(step, "script") ?? (Map(step, "inputs") is { } inputs ? Value(inputs, "inlineScript") : null);

    private static IEnumerable<YamlMappingNode> Jobs(YamlMappingNode root) =>
        All(root).Where(node => Value(node, "job") is not null || Value(node, "deployment") is not null);

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode root) =>
        All(root).Select(node => Child(node, "steps")).OfType<YamlSequenceNode>()
            .SelectMany(steps => steps.Children.Cast<YamlMappingNode>());

    private static IEnumerable<YamlMappingNode> All(YamlMappingNode root) => root.AllNodes.OfType<YamlMappingNode>();

    private static SortedDictionary<string, YamlMappingNode> Read()
    {
        string folder = Path.Combine(Repository.Root, "azure-pipelines");
        SortedDictionary<string, YamlMappingNode> files = new(StringComparer.Ordinal);
        foreach (string file in System.IO.Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories))
        {
            YamlStream stream = [];
            stream.Load(new StringReader(System.IO.File.ReadAllText(file)));
            files[Path.GetRelativePath(folder, file).Replace('\\', '/')] = (YamlMappingNode)stream.Documents.Single().RootNode;
        }
        return files;
    }

    [GeneratedRegex("^dotnet run --project fleet -- (.+)$")]
    private static partial Regex FleetCommands();

    [GeneratedRegex("fleet -- (preview|up|drift|ci comment) ")]
    private static partial Regex NeedsToken();

    [GeneratedRegex("token|secret|password", RegexOptions.IgnoreCase)]
    private static partial Regex SecretNames();
}
