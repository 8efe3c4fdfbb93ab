using System.CommandLine;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Shows every stack: its tenant, its products, which certificate ends when, who still uses a protocol that ends.</summary>
internal sealed class ListCommand : Command
{
    private readonly StackOptions _stacks = new();
    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write the list as JSON instead, for the next system; - for standard output.",
        HelpName = "FILE",
    };

    public ListCommand() : base("list",
        "Shows every stack: tenant, products, protocols, when certificates and protocols end. Asks no tenant.")
    {
        _stacks.AddTo(this);
        Add(_json);
        SetAction(result =>
        {
            IReadOnlyList<FleetStack> stacks = _stacks.Select(result, StackOptions.FindRoot(), TimeProvider.System);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            if (result.GetValue(_json) is { } file)
                JsonFile.Write(file, StackListJson.Render(stacks, now));
            else
                new StackTable(FleetCommand.TerminalConsole(), now).Write(stacks);
            return stacks.Any(stack => stack.Configuration is null) ? FleetExitCode.BadInput : FleetExitCode.Ready;
        });
    }
}
