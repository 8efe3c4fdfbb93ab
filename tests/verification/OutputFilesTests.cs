using TenantOnboarding.Verification.Commands;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Files that a run takes for itself and writes.</summary>
public sealed class OutputFilesTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("output-files-").FullName;

    [Fact]
    public void A_file_that_is_there_already_is_taken_by_one_run_at_a_time()
    {
        File.WriteAllText(In("report.json"), "before");
        using IDisposable taken = OutputFiles.Take([("--json", In("report.json"))]);

        Assert.Equal(
            [$"--csv: found '{In("report.json")}', which another verification is writing to; expected a file of its own. Wait for that one, "
                + "or name another file."],
            Assert.Throws<InputException>(() => OutputFiles.Take([("--csv", In("report.json"))])).Errors);
    }

    [Fact]
    public void A_run_that_does_not_get_all_of_its_files_keeps_none()
    {
        Assert.Throws<InputException>(() => OutputFiles.Take([("--json", In("report.json")), ("--html", In("nowhere/report.html"))]));

        OutputFiles.Take([("--json", In("report.json"))]).Dispose();
        Assert.Empty(System.IO.Directory.GetFiles(_folder));
    }

    [Fact]
    public void Every_file_that_cannot_be_taken_is_named()
    {
        IReadOnlyList<string> errors = Assert.Throws<InputException>(
            () => OutputFiles.Take([("--json", In("a/report.json")), ("--html", In("b/report.html"))])).Errors;

        Assert.Collection(errors,
            first => Assert.StartsWith($"--json: found '{In("a/report.json")}', which cannot be written (", first, StringComparison.Ordinal),
            second => Assert.StartsWith($"--html: found '{In("b/report.html")}', which cannot be written (", second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_device_is_shared_by_any_number_of_runs()
    {
        if (!File.Exists("/dev/null"))
            return; // Windows calls its devices otherwise, and has no files of them.
        using IDisposable first = OutputFiles.Take([("--json", "/dev/null")]);
        using IDisposable second = OutputFiles.Take([("--json", "/dev/null")]);
        Assert.NotSame(first, second);
    }

    [Fact]
    public void A_file_is_written_without_a_mark_of_its_encoding()
    {
        OutputFiles.Save("--json", In("report.json"), "Zoë");

        Assert.Equal("Zoë"u8.ToArray(), File.ReadAllBytes(In("report.json")));
    }

    [Fact]
    public void Scripts_for_Exchange_are_written_for_the_integrations_that_have_one()
    {
        TenantOnboarding.Verification.Outputs.OutputsDocument document = SampleOutputs.Of(("first", "1"), ("second", "2"), ("third", "3"));
        document = document with
        {
            Integrations = document.Integrations.ToDictionary(
                one => one.Key, one => one.Key == "first" ? one.Value : one.Value with { ExchangeSetup = $"# {one.Key}\n" }),
        };

        IReadOnlyList<string> written = OutputFiles.SaveExchangeScripts(In("new/scripts"), document);

        Assert.Equal(["exchange-setup-second.ps1", "exchange-setup-third.ps1"],
            written.Select(file => Path.GetRelativePath(In("new/scripts"), file)));
        Assert.Equal(["# second\n", "# third\n"], written.Select(File.ReadAllText));
        File.WriteAllText(In("file"), "");
        Assert.StartsWith($"--exchange-setup: found '{In("file")}', which cannot be made (",
            Assert.Throws<InputException>(() => OutputFiles.SaveExchangeScripts(In("file"), document)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);
}
