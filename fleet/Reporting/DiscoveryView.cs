using Spectre.Console;
using TenantOnboarding.Fleet.Discovery;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>Shows what a tenant holds.</summary>
/// <param name="console">Where.</param>
/// <param name="now">The moment by which ends are judged.</param>
internal sealed class DiscoveryView(IAnsiConsole console, DateTimeOffset now)
{
    /// <summary>Shows it.</summary>
    /// <param name="scan">What was found.</param>
    /// <param name="draft">The stack file that takes it over, or null where nothing can be.</param>
    public void Write(TenantScan scan, StackDraft? draft)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(scan.Domain)}[/]  {Markup.Escape(scan.DisplayName)}  [grey]{scan.TenantId}[/]");
        if (scan.Applications.Count == 0)
            console.MarkupLine("  nothing that archives or automates mail");
        foreach (ScannedApplication application in scan.Applications)
            Write(application, scan.Applications, draft?.Plans.FirstOrDefault(plan => plan.Application == application));
        foreach (string what in scan.NotRead)
            console.MarkupLine($"  [yellow]not read:[/] {Markup.Escape(what)}");
    }

    private void Write(ScannedApplication application, IReadOnlyList<ScannedApplication> all, IntegrationPlan? plan)
    {
        Recognition recognition = Recognition.Of(application);
        string taken = recognition.Product is { } product ? $"taken for {product.Key}" : "known by its name only";
        console.MarkupLine($"  [bold]{Markup.Escape(application.DisplayName)}[/]  [grey]{application.ClientId}[/]  {taken}");
        foreach (string reason in recognition.Reasons)
            console.MarkupLine($"    because {Markup.Escape(reason)}");
        if (application.HomeTenant is { } home)
        {
            console.MarkupLine($"    [yellow]belongs to tenant {home}: only its own tenant can change it, and it cannot be taken over[/]");
            return;
        }
        foreach (string fault in Faults.Of(application, all, now))
            console.MarkupLine($"    [yellow]![/] {Markup.Escape(fault)}");
        if (plan is null)
            return;
        console.MarkupLine($"    as integration {plan.Name}, product {plan.Product.Key}: "
            + (plan.Adds.IsEmpty ? "taking it over changes nothing" : "taking it over changes nothing that is there"));
        foreach (string added in plan.Adds)
            console.MarkupLine($"    the first \"pulumi up\" adds {Markup.Escape(added)}");
        foreach (string missing in plan.Missing)
            console.MarkupLine($"    [red]to be completed:[/] {Markup.Escape(missing)}");
    }
}
