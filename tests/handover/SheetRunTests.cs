using TenantOnboarding.HandOver;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Tests.Verification;
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
