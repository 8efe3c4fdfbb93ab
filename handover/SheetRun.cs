using Spectre.Console;
using TenantOnboarding.HandOver.Sheets;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver;

/// <summary>Writes the sheets of stacks. One whose outputs cannot be had is named and keeps no other from its turn.</summary>
/// <param name="console">Where it is shown.</param>
/// <param name="error">Where errors go.</param>
/// <param name="clock">Its clock.</param>
public sealed class SheetRun(IAnsiConsole console, TextWriter error, TimeProvider clock)
{
    /// <summary>Reads the outputs of each and writes its sheet.</summary>
    /// <param name="sources">Where outputs come from.</param>
    /// <param name="output">The folder of results: a stack's sheet lies in a folder of its name, that of a file in this one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The outputs that could be read, in order; fewer than asked for where some could not.</returns>
    public async Task<IReadOnlyList<OutputsDocument>> RunAsync(
        IReadOnlyList<HandOverSource> sources, string output, CancellationToken cancellationToken)
    {
        List<OutputsDocument> read = [];
        foreach (HandOverSource source in sources)
        {
            try
            {
                OutputsDocument outputs = await source.ReadAsync(cancellationToken);
                Sheet sheet = Sheet.Of(outputs, clock.GetUtcNow());
                IReadOnlyList<string> files = SheetFiles.Write(Path.Combine(output, source.Stack ?? ""), sheet);
                read.Add(outputs);
                Show(source, sheet, files, whole: sources.Count == 1);
            }
            catch (InputException exception)
            {
                await RefuseAsync(source, exception.Errors);
            }
            catch (OutputsException exception)
            {
                await RefuseAsync(source, [.. exception.Errors.Select(one => one.ToString())]);
            }
        }
        return read;
    }

    private void Show(HandOverSource source, Sheet sheet, IReadOnlyList<string> files, bool whole)
    {
        Line($"{source.Name}: {sheet.Tenant.Domain}, {Words.Count(sheet.Products.Count, "product")}", "bold");
        if (whole)
        {
            foreach (ProductSheet product in sheet.Products)
                Show(product);
        }
        Line($"  Written: {files[0]}, and beside it {string.Join(" and ", files.Skip(1).Select(Path.GetFileName))}");
    }

    private void Show(ProductSheet product)
    {
        Line($"  {product.DisplayName} ({product.Product})", "bold");
        foreach (SheetSection section in product.Sections)
        {
            Line(section.Where is string where ? $"    {section.Title}: {where}" : $"    {section.Title}", "dim");
            foreach (SheetEntry entry in section.Entries)
                Line($"      {SheetWords.Of(entry.Act),-8} {entry.Field}: {entry.Value}");
        }
    }

    private void Line(string text, string? style = null)
    {
        string line = Markup.Escape(Visible.Line(text));
        console.MarkupLine(style is null ? line : $"[{style}]{line}[/]");
    }

    private async Task RefuseAsync(HandOverSource source, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
            await error.WriteLineAsync($"error: {source.Name}: {Visible.Line(line)}");
    }
}
