using System.CommandLine;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Shows every stack: its tenant, its products, which certificate ends when, who still uses a protocol that ends.</summary>
internal sealed class ListCommand : Command
{
    private readonly StackOptions _stacks = new();

    public ListCommand() : base("list",
        "Shows every stack: tenant, products, protocols, when certificates and protocols end. Asks no tenant.")
    {
        _stacks.AddTo(this);
        SetAction(result =>
        {
            IReadOnlyList<FleetStack> stacks = _stacks.Select(result, StackOptions.FindRoot(), TimeProvider.System);
            new StackTable(FleetCommand.TerminalConsole(), TimeProvider.System.GetUtcNow()).Write(stacks);
            return stacks.Any(stack => stack.Configuration is null) ? FleetExitCode.BadInput : FleetExitCode.Ready;
        });
    }
}
