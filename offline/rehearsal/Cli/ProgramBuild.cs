using System.Text.Json.Nodes;
using System.Text.Json;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>The user's program, built against the official packages.</summary>
/// <param name="Assembly">The full path of the program.</param>
/// <param name="Packages">The versions of the packages that it was built with, by name.</param>
internal sealed record ProgramBuild(string Assembly, IReadOnlyDictionary<string, string> Packages)
{
    private const string Project = "Infra.csproj";
    private const string RuntimeConfiguration = ".runtimeconfig.json";
    private const int MostErrors = 8;

    /// <summary>Builds it as <c>pulumi up</c> does, but into a folder of its own, so that two rehearsals do not meet.</summary>
    /// <exception cref="StackFileException">It cannot be built: the build's own errors.</exception>
    public static async Task<ProgramBuild> MakeAsync(
        string rootDirectory,
        CliFolder folder,
        IReadOnlyDictionary<string, string> environment,
        string? dotnet,
        CancellationToken cancellationToken)
    {
        if (dotnet is null)
        {
            throw new StackFileException(
                "--engine pulumi: there is no \"dotnet\" on the PATH; expected the .NET SDK, with which Pulumi runs the program; "
                + "add its folder to PATH");
        }
        CliResult result = await CliProcess.RunAsync(
            dotnet,
            [
                "build", Path.Combine(rootDirectory, Project), "--nologo", "--output", folder.Program,
                "--property:PulumiSdk=packages",
                $"--property:BaseIntermediateOutputPath={folder.Intermediate}{Path.DirectorySeparatorChar}",
                "--tl:off", "--verbosity:quiet",
            ],
            rootDirectory, environment, null, cancellationToken);
        if (!result.Succeeded)
            throw new StackFileException(Explain(result));
        // Only a program has such a file; a library has none.
        string program = Directory.GetFiles(folder.Program, $"*{RuntimeConfiguration}").Single()[..^RuntimeConfiguration.Length];
        return new ProgramBuild($"{program}.dll", PackagesOf($"{program}.deps.json"));
    }

    private static List<string> Explain(CliResult result)
    {
        string[] errors = [.. (result.Output + result.Errors)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
        bool restore = errors.Any(line => line.Contains(": error NU", StringComparison.Ordinal));
        string what = restore
            ? "the official Pulumi packages cannot be restored; expected a package source that carries them; "
                + "see \"dotnet nuget list source\", or leave --engine out"
            : $"{Project} does not build against the official Pulumi packages; expected a program that \"dotnet build {Project}\" builds; "
                + "mend what it says";
        List<string> lines = [$"--engine pulumi: {what}"];
        lines.AddRange(errors.DefaultIfEmpty(result.Reason).Take(MostErrors).Select(line => $"  {line}"));
        if (errors.Length > MostErrors)
            lines.Add($"  and {errors.Length - MostErrors} more");
        return lines;
    }

    private static Dictionary<string, string> PackagesOf(string dependencies)
    {
        using FileStream stream = File.OpenRead(dependencies);
        return (JsonNode.Parse(stream)?["libraries"] as JsonObject ?? throw new JsonException($"{dependencies} lists no libraries"))
            .Select(library => library.Key.Split('/'))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }
}
