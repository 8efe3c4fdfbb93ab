using System.CommandLine;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Which stacks: the options that every command has.</summary>
internal sealed class StackOptions
{
    private readonly Option<string[]> _stacks = new("--stacks")
    {
        Description = "Names or patterns, such as customer-*; every stack file beside Pulumi.yaml unless given.",
        HelpName = "PATTERN",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>A workflow hands several names over as one text, and none as an empty one.</summary>
    private static string[] Names(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command) => command.Add(_stacks);

    /// <summary>The folder that holds Pulumi.yaml and the stack files.</summary>
    /// <exception cref="StackFileException">There is none.</exception>
    public static string FindRoot() => StackFile.FindRoot(Environment.CurrentDirectory, AppContext.BaseDirectory);

    /// <summary>The stacks.</summary>
    /// <exception cref="StackFileException">There is none, or a pattern matches none.</exception>
    public IReadOnlyList<FleetStack> Select(ParseResult result, string root, TimeProvider clock) =>
        new StackSelection(root, clock.GetUtcNow()).Select([.. result.GetRequiredValue(_stacks).SelectMany(Names)]);
}
