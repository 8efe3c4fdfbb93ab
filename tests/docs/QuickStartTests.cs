using System.Text.RegularExpressions;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Tests.Fleet;

namespace TenantOnboarding.Tests.Docs;

/// <summary>The quick start does what it says, and says the same in every language.</summary>
public sealed partial class QuickStartTests
{
    private static readonly MarkdownFile English = new("docs/quick-start.md");

    [Theory]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("it")]
    public void A_translation_has_the_same_steps_the_same_commands_and_the_same_links(string language)
    {
        MarkdownFile translation = new($"docs/quick-start.{language}.md");

        Assert.Equal(Commands(English), Commands(translation));
        Assert.Equal(Steps(English), Steps(translation));
        Assert.Equal(Links(English), Links(translation));
        Assert.Equal(Settings(English), Settings(translation));
    }

    [Fact]
    public async Task Whoever_follows_it_word_for_word_gets_a_stack_that_is_rehearsed_and_a_report()
    {
        using FleetHarness project = new();
        File.Copy(Path.Combine(Repository.Root, "certificates", "mailstore.cer"), Path.Combine(project.Root, "mailstore.cer"));
        string[] commands = [.. Commands(English)];

        foreach (string command in commands[1..3])
            await RunAsync(command, project.Root);

        Assert.True(File.Exists(project.File("contoso")));
        Assert.True(File.Exists(Path.Combine(project.Root, "rehearsal-output", "report.html")));
        // The first is what the project's own check runs; the others need the tenant.
        Assert.Equal("dotnet run --project offline/rehearsal", commands[0]);
        Assert.Equal(
            [
                "az login", "pulumi login", "pulumi stack", "pulumi preview", "pulumi up", "dotnet run --project verification",
                "dotnet run --project fleet",
            ],
            commands[3..].Select(command => string.Join(
                ' ', command.Split(' ').Take(command.StartsWith("dotnet", StringComparison.Ordinal) ? 4 : 2))));
    }

    private static async Task RunAsync(string command, string folder)
    {
        string[] words = [.. Words().Matches(command).Select(word => word.Value.Trim('"'))];
        Assert.Equal(["dotnet", "run", "--project"], words[..3]);
        Type program = words[3] == "fleet" ? typeof(FleetCommand) : typeof(RehearsalCommand);
        await ProgramRun.SucceedsAsync(program, words[5..], folder, command);
    }

    private static IEnumerable<string> Commands(MarkdownFile file) =>
        file.Fences.Where(fence => fence.Language == "sh").SelectMany(fence => fence.Lines);

    private static IEnumerable<string> Steps(MarkdownFile file) =>
        file.Lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => Number().Match(line).Value);

    private static IEnumerable<string> Links(MarkdownFile file) =>
        file.RelativeLinks.Where(link => !link.StartsWith("quick-start", StringComparison.Ordinal));

    /// <summary>File names, options and commands within the text.</summary>
    private static IEnumerable<string> Settings(MarkdownFile file) => file.Prose.SelectMany(MarkdownFile.Code);

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Words();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
