using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Tests.Workflows;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Docs;

/// <summary>What the documents tell somebody to open or to type is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Tools =
        ["dotnet", "pulumi", "az", "gh", "git", "cd", "principal=$(az", "certutil", "export", "terraform", "UPDATE_GOLDEN=1",
            ".ci/run", "tests/mutation.sh"];

    private static readonly string[] PulumiCommands =
        ["up", "preview", "refresh", "destroy", "import", "cancel", "login", "stack", "stack init", "stack output", "config set", "state"];

    public static TheoryData<string> Names => [.. MarkdownFile.All.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_relative_link_leads_somewhere(string name)
    {
        MarkdownFile file = new(name);

        Assert.All(file.RelativeLinks, link =>
        {
            string[] parts = link.Split('#');
            string path = parts[0].Length == 0 ? file.FullPath : Path.GetFullPath(parts[0], Path.GetDirectoryName(file.FullPath)!);
            Assert.True(File.Exists(path) || System.IO.Directory.Exists(path), $"{link} is not there");
            if (parts.Length == 2)
                Assert.Contains(parts[1], new MarkdownFile(Path.GetRelativePath(Repository.Root, path)).Anchors);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_path_that_is_named_exists(string name)
    {
        MarkdownFile file = new(name);
        string[] roots =
        [
            "components/", "verification/", "offline/", "samples/", "tests/", "docs/", ".github/", ".ci/", "benchmarks/", "fleet/",
            "handover/", "bootstrap/",
        ];
        IEnumerable<string> paths = file.Prose.SelectMany(MarkdownFile.Code)
            .Where(code => roots.Any(root => code.StartsWith(root, StringComparison.Ordinal)))
            .Where(code => !code.Any(letter => letter is ' ' or '<' or '*' or '{'));
        string[] starts = [Repository.Root, Path.GetDirectoryName(file.FullPath)!];

        Assert.All(paths, path => Assert.Contains(starts, start => Path.Exists(Path.Combine(start, path))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_command_starts_with_a_tool_that_is_meant(string name)
    {
        string[] commands = [.. new MarkdownFile(name).Commands];

        Assert.All(commands, command => Assert.Contains(command.Split(' ')[0], Tools));
        Assert.All(commands.Where(command => command.StartsWith("pulumi ", StringComparison.Ordinal)), command =>
            Assert.Contains(PulumiCommands, known => (command + " ").StartsWith($"pulumi {known} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_project_that_a_workflow_runs_is_there_and_knows_the_options_that_are_given()
    {
        string[] commands = [.. WorkflowFile.Workflows.SelectMany(file => file.Steps).Select(step => WorkflowFile.Value(step, "run"))
            .OfType<string>().Where(command => command.StartsWith("dotnet ", StringComparison.Ordinal)).Distinct()];

        Assert.Contains(commands, command => command.StartsWith("dotnet run --project ", StringComparison.Ordinal));
        Assert.All(commands, command =>
        {
            Match match = Projects().Match(command);
            if (!match.Success)
                return;
            string project = match.Groups[1].Value;
            string path = Path.Combine(Repository.Root, project);
            Assert.True(File.Exists(path) || System.IO.Directory.EnumerateFiles(path, "*.csproj").Any(), $"{command}: no project");
            if (!command.Contains("dotnet run", StringComparison.Ordinal))
                return;
            // What stands after a second "--" is another program's.
            command = string.Join(" -- ", command.Split(" -- ").Take(2));
            string[] verbs = Verb().Match(command) is { Success: true } found ? found.Groups[1].Value.Split(' ') : [];
            string[] known = [.. Programs.OptionsOf(project, verbs)];
            Assert.All(Options().Matches(command).Select(option => option.Value), option => Assert.Contains(option, known));
        });
    }

    [Fact]
    public void The_readmes_exit_codes_are_those_of_the_programs()
    {
        IEnumerable<string> cells = new MarkdownFile("README.md")
            .TableBelow("Exit codes of the verification and the rehearsal")
            .SelectMany(row => row);
        IEnumerable<int> rehearsal = typeof(RehearsalExitCode).GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => (int)field.GetRawConstantValue()!);
        int[] codes = [.. Enum.GetValues<VerificationExitCode>().Select(code => (int)code).Union(rehearsal).Order()];

        Assert.Equal(codes, cells.Where(cell => int.TryParse(cell, out _)).Select(int.Parse).Order());
    }

    [Fact]
    public void Every_document_is_linked_to_from_another()
    {
        HashSet<string> linked = [.. MarkdownFile.All.SelectMany(file => file.RelativeLinks
            .Select(link => Path.GetFullPath(link.Split('#')[0], Path.GetDirectoryName(file.FullPath)!)))];

        Assert.All(MarkdownFile.All.Where(file => file.Name.StartsWith("docs/", StringComparison.Ordinal)), file =>
            Assert.Contains(file.FullPath, linked));
    }

    [GeneratedRegex(@"dotnet (?:run --project|test|build|restore) ([^\s`]+)")]
    private static partial Regex Projects();

    [GeneratedRegex(" -- (ci [a-z]+|[a-z]+(?:-[a-z]+)*)")]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?<=\s)--[a-z][a-z-]+(?=\s|$)(?<! --project)")]
    private static partial Regex Options();
}
