using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>
/// How fast many stacks are rehearsed: the program runs in a process of its own, as a user starts it, two stacks at a time, and three of
/// the files are broken, each in its own way.
/// </summary>
internal static class FleetBenchmarks
{
    /// <summary>
    /// Seconds that one "pulumi preview" takes at least, started for each stack in turn: the CLI starts, starts the program, and the
    /// program asks the tenant. A constant on the safe side: CLI 3.258.0 with azuread 6.10.0 and a tenant on the same machine took 7 s.
    /// </summary>
    private const double SerialPreview = 4;

    private const int Broken = 3;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>All figures.</summary>
    /// <param name="small">With a tenth of the stacks, to see whether it works; its figures are held to nothing.</param>
    public static async Task<int> RunAsync(bool small)
    {
        int many = small ? 50 : 500;
        Figures figures = new();
        // The first start of a program reads its files from the disk.
        await RunAsync(2);
        (_, TimeSpan few, _) = await RunAsync(many / 5);
        (double seconds, TimeSpan work, JsonNode summary) = await RunAsync(many);
        JsonNode?[] stacks = [.. summary["stacks"]!.AsArray()];
        JsonNode?[] broken = [.. stacks.Where(stack => (string)stack!["state"]! == "broken")];
        Figures.Say($"{many} stacks in {seconds:0.0} s, {seconds / many * 1000:0} ms each");
        Figures.Say($"processor time: {work.TotalSeconds:0.0} s, which two idle cores give in {work.TotalSeconds / 2:0.0} s");
        Figures.Say($"processor time of {many / 5} stacks: {few.TotalSeconds:0.0} s");
        foreach (JsonNode? stack in broken)
            Figures.Say($"  {(string)stack!["stack"]!}: {((string)stack["errors"]![0]!).ReplaceLineEndings(" ")}");
        figures.AtLeast("stacks with a verdict", many - Broken, stacks.Count(stack =>
            (string)stack!["state"]! is "ready" or "ready-with-warnings"), "");
        figures.AtLeast("stacks with a clear error", Broken, broken.Count(stack => stack!["errors"]!.AsArray().Count > 0), "");
        figures.AtMost("five times the stacks: processor time", 5.25, work / few, "x");
        figures.AtLeast("to previews one after the other, 4 s each", 10, SerialPreview * many / seconds, "x");
        return figures.Missed && !small ? 1 : 0;
    }

    private static async Task<(double Seconds, TimeSpan Work, JsonNode Summary)> RunAsync(int stacks)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("benchmark-");
        try
        {
            await PrepareAsync(folder.FullName, stacks);
            string output = Path.Combine(folder.FullName, "fleet-output");
            ProcessStartInfo how = new("dotnet",
                [Path.Combine(AppContext.BaseDirectory, "Fleet.dll"), "rehearse", "--parallel", "2", "--output", output])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
            };
            long start = Stopwatch.GetTimestamp();
            using Process process = Process.Start(how)!;
            Task<TimeSpan> work = WorkAsync(process.Id);
            string shown = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            // A broken file counts as 2, and the lowest code of a stack that is not ready is the fleet's.
            return process.ExitCode == (stacks > Broken ? 2 : 0)
                ? (seconds, await work, JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "fleet.json")))!)
                : throw new InvalidOperationException($"The fleet ended with exit code {process.ExitCode}:\n{shown}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The processor time of a process: what is asked for only grows, so that only the last moment can be missed.</summary>
    private static async Task<TimeSpan> WorkAsync(int id)
    {
        using Process process = Process.GetProcessById(id);
        using PeriodicTimer timer = new(Look, TimeProvider.System);
        TimeSpan work = TimeSpan.Zero;
        try
        {
            while (await timer.WaitForNextTickAsync() && !process.HasExited)
            {
                process.Refresh();
                work = process.TotalProcessorTime;
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the two questions.
        }
        return work;
    }

    /// <summary>A project of its own with a stack for each customer; with more than a few, three are broken.</summary>
    private static async Task PrepareAsync(string folder, int stacks)
    {
        string root = Root();
        File.Copy(Path.Combine(root, "Pulumi.yaml"), Path.Combine(folder, "Pulumi.yaml"));
        Directory.CreateDirectory(Path.Combine(folder, "certificates"));
        foreach (string file in Directory.GetFiles(Path.Combine(root, "certificates"), "*.cer"))
            File.Copy(file, Path.Combine(folder, "certificates", Path.GetFileName(file)));
        string yaml = await File.ReadAllTextAsync(Path.Combine(root, "Pulumi.dev.yaml"));
        for (int number = 1; number <= stacks; number++)
        {
            string customer = string.Create(CultureInfo.InvariantCulture, $"customer-{number}");
            string own = yaml.Replace("contoso", customer, StringComparison.Ordinal)
                .Replace("6f1d7c2e-53b0", string.Create(CultureInfo.InvariantCulture, $"{number:x8}-53b0"), StringComparison.Ordinal);
            if (stacks > Broken)
                own = Break(own, number - (stacks / 2));
            await File.WriteAllTextAsync(Path.Combine(folder, $"Pulumi.{customer}.yaml"), own);
        }
    }

    private static string Break(string yaml, int way) => way switch
    {
        0 => yaml.Replace("product: mailstore-server", "product: mailstore", StringComparison.Ordinal),
        1 => yaml.Replace("mailstore.cer", "nobody-has-this.cer", StringComparison.Ordinal),
        2 => yaml.Replace("[ ews ]", "[ ews", StringComparison.Ordinal),
        _ => yaml,
    };

    private static string Root()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No project above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
