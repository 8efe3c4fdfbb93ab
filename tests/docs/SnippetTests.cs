using System.Text.Json;
using System.Text.RegularExpressions;
using TenantOnboarding.Bootstrap;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Fleet;
using Xunit.Abstractions;

namespace TenantOnboarding.Tests.Docs;

/// <summary>
/// Every block of every document: commands are parsed by the programs that they start, and run where they need no tenant; settings are
/// read as the programs read them. C# is compiled by <see cref="RecipeTests"/>.
/// </summary>
public sealed partial class SnippetTests(ITestOutputHelper output)
{
    private const string SomeId = "0d9e8c7b-6a5f-4e3d-9c2b-1a0f9e8d7c6b";

    private static IEnumerable<(MarkdownFile File, string Language, string[] Lines)> Blocks =>
        MarkdownFile.All.SelectMany(file => file.Fences.Select(fence => (file, fence.Language, fence.Lines)));

    [Fact]
    public void Every_block_says_what_it_is() => Assert.All(
        Blocks, block => Assert.Contains(block.Language, (string[])["sh", "yaml", "json", "csharp", "mermaid", "text"]));

    [Fact]
    public void Every_command_is_one_that_its_program_takes()
    {
        Assert.All(MarkdownFile.All.SelectMany(file => file.Commands), command => Assert.Empty(new DocumentCommand(command).Problems()));
        IEnumerable<(MarkdownFile File, DocumentCommand Command)> commands =
            MarkdownFile.All.SelectMany(file => file.Commands.Select(command => (file, new DocumentCommand(command))));
        foreach ((MarkdownFile file, DocumentCommand command) in commands)
            output.WriteLine($"{file.Name}: {command.Text}\n    {command.Fate}");
    }

    [Fact]
    public void Every_command_within_a_sentence_is_one_that_its_program_takes() => Assert.All(
        MarkdownFile.All.SelectMany(file => file.Prose.SelectMany(MarkdownFile.Code))
            .Where(code => code.StartsWith("dotnet run --project ", StringComparison.Ordinal) && !code.Contains('…')),
        code => Assert.Empty(new DocumentCommand(Placeholder().Replace(code, "any")).Problems()));

    [Fact]
    public async Task Every_command_that_needs_no_tenant_ends_well()
    {
        using FleetHarness project = new();
        project.With("dev").With("customer-1").With("customer-2");
        foreach (string folder in (string[])["rehearsal-output", "fleet-output/customer-1", "fleet-output/customer-2"])
        {
            System.IO.Directory.CreateDirectory(Path.Combine(project.Root, folder));
            File.Copy(Path.Combine(Samples.Folder, "mailstore-server", "outputs.json"), Path.Combine(project.Root, folder, "outputs.json"));
        }
        DocumentCommand[] commands =
        [
            .. MarkdownFile.All.SelectMany(file => file.Commands).Distinct().Select(text => new DocumentCommand(text))
                .Where(command => command.Fate == "run"),
        ];

        Assert.NotEmpty(commands);
        foreach (DocumentCommand command in commands)
        {
            Assert.Equal("fleet", command.Project);
            await RunAsync(command, project.Root);
        }
        // What the documents say of the last of them: the protocol that ends is gone.
        Assert.DoesNotContain("ews", await File.ReadAllTextAsync(project.File("customer-1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_that_is_shown_is_one_that_the_program_takes()
    {
        string[] texts = [.. Blocks.Where(block => block.Language == "yaml").Select(block => string.Join('\n', block.Lines))];

        Assert.NotEmpty(texts);
        Assert.All(texts, text =>
        {
            StackFile stack = StackFile.Parse(
                Repository.Root, "documented", "documented", Whole(text.Replace("CLIENT_ID", SomeId, StringComparison.Ordinal)),
                File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.yaml")));
            if (!text.Contains("bootstrap:", StringComparison.Ordinal))
            {
                StackReading.Of(stack, Repository.Root, TimeProvider.System.GetUtcNow());
                return;
            }
            List<ConfigurationError> errors = [];
            BootstrapSettings.Read(JsonSerializer.Deserialize<Dictionary<string, string>>(stack.ToPulumiConfig())!, "documented", errors);
            Assert.Empty(errors);
        });
    }

    [Fact]
    public void Every_json_example_is_json() =>
        Assert.All(Blocks.Where(block => block.Language == "json"), block => JsonDocument.Parse(string.Join('\n', block.Lines)).Dispose());

    /// <summary>A stack's file around what a document shows: all of it, its integrations, or settings of one of them.</summary>
    private static string Whole(string text)
    {
        if (text.TrimStart().StartsWith("config:", StringComparison.Ordinal))
            return text;
        const string head = $"config:\n  azuread:tenantId: {SomeId}\n  tenant-onboarding:domain: contoso.onmicrosoft.com\n";
        if (text.StartsWith("tenant-onboarding:", StringComparison.Ordinal))
            return head + Indented(text, 2);
        string[] integration =
        [
            "product: mailstore-server", "displayName: MailStore Server", "signIn: { host: mailstore.contoso.com }", "mailboxAccess: [ graph ]",
            .. text.StartsWith("certificate:", StringComparison.Ordinal) ? Array.Empty<string>() : ["certificates: [ certificates/mailstore.cer ]"],
            text,
        ];
        return $"{head}  tenant-onboarding:integrations:\n    mailstore:\n{Indented(string.Join('\n', integration), 6)}";
    }

    private static string Indented(string text, int blanks) =>
        string.Concat(text.Split('\n').Select(line => $"{new string(' ', blanks)}{line}\n"));

    private static Task RunAsync(DocumentCommand command, string folder) =>
        ProgramRun.SucceedsAsync(typeof(FleetCommand), command.Arguments, folder, command.Text);

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Placeholder();
}
