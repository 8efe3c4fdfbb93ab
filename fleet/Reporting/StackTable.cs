using Spectre.Console;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>What the stack files declare, a line for each; broken ones follow with their errors.</summary>
/// <param name="console">Where.</param>
/// <param name="now">The moment by which ends are judged.</param>
internal sealed class StackTable(IAnsiConsole console, DateTimeOffset now)
{
    /// <summary>Writes it.</summary>
    public void Write(IReadOnlyList<FleetStack> stacks)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("Stack", "Tenant", "Products", "Mailboxes by", "Certificate until", "Ends");
        foreach (FleetStack stack in stacks)
        {
            if (stack.Configuration is { } configuration)
                table.AddRow(Row(stack, configuration));
            else
                table.AddRow(Markup.Escape(stack.Name), "[red]its file cannot be used[/]", "", "", "", "");
        }
        console.Write(table);
        foreach (FleetStack stack in stacks.Where(stack => stack.Configuration is null))
        {
            console.MarkupLine($"[red]error:[/] {Markup.Escape(Path.GetFileName(stack.File))}");
            foreach (string line in stack.Errors)
                console.MarkupLine(Markup.Escape(line));
        }
        int broken = stacks.Count(stack => stack.Configuration is null);
        console.MarkupLine($"{stacks.Count} stack{(stacks.Count == 1 ? "" : "s")}" + (broken == 0 ? "" : $", [red]{broken} broken[/]"));
    }

    private string[] Row(FleetStack stack, StackConfiguration configuration)
    {
        string certificate = Deadline.Certificate(stack.FirstCertificateEnd, now);
        string ends = Deadline.Protocol(stack.Protocols, now);
        return
        [
            Markup.Escape(stack.Name),
            Markup.Escape(configuration.Domain),
            Markup.Escape(string.Join(", ", configuration.Integrations.Select(integration => integration.DisplayName))),
            string.Join(", ", stack.Protocols.Select(protocol => protocol.Key)),
            Deadline.IsSoon(stack.FirstCertificateEnd, now) ? $"[red]{certificate}[/]" : certificate,
            ends == "-" ? ends : $"[yellow]{ends}[/]",
        ];
    }
}
