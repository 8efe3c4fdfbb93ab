using System.CommandLine;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Where the results of a workflow's jobs are, and which must be there.</summary>
internal sealed class CiResultOptions
{
    private readonly Option<string> _input = new("--input")
    {
        Description = "The folder with the results of the jobs: every fleet.json in it, at any depth.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string?> _expect = new("--expect")
    {
        Description = "The stacks that must have a result, their names with blanks between; one without is named. Unless given: those "
            + "that have one.",
        HelpName = "STACKS",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print what would be written, and write nothing." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_input, _expect, _dryRun])
            command.Add(option);
    }

    /// <summary>Whether nothing is to be written.</summary>
    public bool IsDryRun(ParseResult result) => result.GetValue(_dryRun);

    /// <summary>The stacks that must have a result; null where nobody says.</summary>
    public IReadOnlyList<string>? Expected(ParseResult result)
    {
        string[]? names = result.GetValue(_expect)?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names is not null)
            StackNames.Check(names);
        return names;
    }

    /// <summary>What the jobs wrote. Where stacks are expected a missing folder means that no job got that far.</summary>
    /// <exception cref="Rehearsal.Stacks.StackFileException">It cannot be read.</exception>
    public IReadOnlyList<FleetSummary> Read(ParseResult result)
    {
        string folder = Path.GetFullPath(result.GetRequiredValue(_input));
        return Expected(result) is not null && !Directory.Exists(folder) ? [] : RunResults.Read(folder);
    }
}
