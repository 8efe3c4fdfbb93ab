using System.Text.Json.Nodes;
using TenantOnboarding.HandOver;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Tests.Verification;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Tests.HandOver;

public sealed class SheetRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hand-over-");
    private readonly StringWriter _console = new(), _error = new();

    public void Dispose()
    {
        _console.Dispose();
        _error.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_stack_gets_its_sheet_and_one_without_outputs_is_named()
    {
        string outputs = Path.Combine(Samples.Folder, "mailstore-server", "outputs.json"), missing = Path.Combine(_folder.FullName, "no.json");

        IReadOnlyList<OutputsDocument> read = await RunAsync(new("customer-1", missing), new("customer-2", outputs));

        Assert.Single(read);
        Assert.Equal(["hand-over.html", "hand-over.json", "hand-over.md"],
            Directory.GetFiles(Path.Combine(_folder.FullName, "customer-2")).Select(Path.GetFileName).Order());
        Assert.Equal($"error: customer-1: (document): found no file at '{missing}', expected a readable file with the stack's outputs. "
            + $"Write it with `pulumi stack output --json --show-secrets > outputs.json`, or name another file.{Environment.NewLine}", _error.ToString());
    }

    [Fact]
    public async Task A_single_sheet_is_shown_and_lies_in_the_folder_itself()
    {
        await RunAsync(new HandOverSource(null, Path.Combine(Samples.Folder, "mailstore-spe", "outputs.json")));

        Assert.Contains("Enter    Redirect URI: https://archive.example.com/contoso/oidc/signin", _console.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "hand-over.html")));
    }

    [Fact]
    public async Task What_the_pulumi_cli_prints_of_a_stack_becomes_a_sheet_for_each_product()
    {
        // "pulumi stack output --json --show-secrets" of CLI 3.258.0, after a deployment with the azuread provider 6.10.0.
        IReadOnlyList<OutputsDocument> read =
            await RunAsync(new HandOverSource("contoso", Path.Combine(Repository.Root, "tests", "handover", "recorded", "stack-output.json")));

        Assert.Equal(
            ["archive", "compliance-export", "hosted-archive", "mailstore-by-ews", "mailstore-server", "mailstore-server-2"],
            Assert.Single(read).Integrations.Keys);
        Assert.Empty(_error.ToString());
        Assert.Equal(6, JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "contoso", "hand-over.json")))!["products"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_machine_without_pulumi_is_told_of_by_the_option_that_the_command_has()
    {
        InputException exception = await Assert.ThrowsAsync<InputException>(
            () => StackOutputs.ReadAsync("customer-1", default, "no-such-pulumi", "--stacks"));

        Assert.StartsWith("--stacks: found 'customer-1', but there is no `pulumi` command", Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        Assert.Empty(await new SheetRun(RehearsalCommand.PlainConsole(_console), _error, new TestClock())
            .RunAsync([new("a", Path.Combine(Samples.Folder, "activate", "outputs.json"))], file, CancellationToken.None));

        Assert.StartsWith($"error: a: --output: found '{Path.Combine(file, "a")}', which cannot be made (", _error.ToString(), StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<OutputsDocument>> RunAsync(params HandOverSource[] sources) =>
        new SheetRun(RehearsalCommand.PlainConsole(_console), _error, new TestClock())
            .RunAsync(sources, _folder.FullName, CancellationToken.None);
}
