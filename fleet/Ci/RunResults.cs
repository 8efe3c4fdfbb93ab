using System.Text.Json;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>What came of each stack in the jobs of a workflow: every <c>fleet.json</c> of their artifacts.</summary>
internal static class RunResults
{
    /// <summary>Reads every <c>fleet.json</c> below a folder.</summary>
    /// <param name="folder">The folder of the artifacts; null or empty: there are none.</param>
    /// <exception cref="StackFileException">The folder or a file cannot be read: every reason.</exception>
    public static IReadOnlyList<FleetSummary> Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new StackFileException($"--input: there is no folder {folder}; expected the results of fleet's commands, a fleet.json "
                + "each, at any depth; download the artifacts of the jobs there");
        List<string> errors = [];
        List<FleetSummary> read = [];
        foreach (string file in Directory.EnumerateFiles(folder, FleetFolder.Summary, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            try
            {
                FleetSummary summary = FleetFolder.ParseSummary(File.ReadAllText(file));
                StackNames.Check([.. summary.Stacks.Select(stack => stack.Stack)]);
                read.Add(summary);
            }
            catch (StackFileException exception)
            {
                errors.AddRange(exception.Errors.Select(error => $"{file}: {error}"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
            {
                errors.Add($"--input: {file} cannot be read ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); expected what a "
                    + "command of the fleet wrote; run that again");
            }
        }
        return errors.Count == 0 ? read : throw new StackFileException(errors);
    }
}
