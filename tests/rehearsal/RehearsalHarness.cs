using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>Rehearses into a folder of its own and keeps what the console showed.</summary>
internal sealed partial class RehearsalHarness : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rehearsal-test-");
    private readonly StringWriter _writer = new();

    /// <summary>The console's text.</summary>
    public string Console => _writer.ToString().ReplaceLineEndings("\n");

    /// <summary>The folder that results go to.</summary>
    public string Output => Path.Combine(_folder.FullName, "output");

    /// <summary>The dev stack of this clone, with fast waits.</summary>
    public RehearsalOptions Options => new()
    {
        RootDirectory = Repository.Root,
        OutputDirectory = Output,
        Timing = new() { Scale = 0 },
        Deadline = TimeSpan.FromSeconds(5),
    };

    public Task<RehearsalResult> RunAsync(RehearsalOptions options, CancellationToken cancellationToken = default) =>
        new Rehearser(options, RehearsalCommand.PlainConsole(_writer)).RunAsync(cancellationToken);

    /// <summary>Writes a stack file that is the dev stack with texts replaced.</summary>
    public string DevWith(string name, params (string Old, string New)[] replacements)
    {
        string yaml = File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.dev.yaml"));
        foreach ((string old, string @new) in replacements)
        {
            Assert.Contains(old, yaml, StringComparison.Ordinal);
            yaml = yaml.Replace(old, @new, StringComparison.Ordinal);
        }

        return Write(name, yaml);
    }

    /// <summary>Writes a file into the folder of this test.</summary>
    public string Write(string name, string content)
    {
        string file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    /// <summary>The console's text without what differs from run to run.</summary>
    public string StableConsole() => Stable(Console.Replace(_folder.FullName, "<folder>", StringComparison.Ordinal)
        .Replace(Repository.Root, "<repository>", StringComparison.Ordinal));

    /// <summary>A text without what differs from run to run.</summary>
    public static string Stable(string text)
    {
        text = Guids().Replace(text, "<guid>");
        text = Thumbprints().Replace(text, "<thumbprint>");
        text = ShortThumbprints().Replace(text, "<thumbprint>…");
        text = Took().Replace(text, "took <time>");
        text = Moments().Replace(text, "<moment>");
        return Days().Replace(text, "<n> days");
    }

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guids();

    [GeneratedRegex(@"\b[0-9A-F]{40}\b")]
    private static partial Regex Thumbprints();

    [GeneratedRegex(@"\b[0-9A-F]{8}…")]
    private static partial Regex ShortThumbprints();

    [GeneratedRegex(@"took [0-9.]+ ?(ms|s)\b")]
    private static partial Regex Took();

    [GeneratedRegex(@"\b20\d\d-\d\d-\d\d \d\d:\d\d UTC")]
    private static partial Regex Moments();

    [GeneratedRegex(@"\b\d+ days")]
    private static partial Regex Days();
}
