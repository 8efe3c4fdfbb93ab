using System.Text;
using System.Text.RegularExpressions;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver.Sheets;

/// <summary>The sheet in Markdown, for a ticket or a wiki.</summary>
public static partial class SheetMarkdown
{
    /// <summary>Renders the sheet.</summary>
    public static string Render(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        StringBuilder text = new($"# {Escaped(sheet.Tenant.Domain)}: what to enter where\n\nNothing in it is secret.\n");
        foreach (ProductSheet product in sheet.Products)
        {
            text.Append($"\n## {Escaped(product.DisplayName)} ({Escaped(product.Product)})\n");
            foreach (SheetSection section in product.Sections)
                Append(text, section);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, SheetSection section)
    {
        text.Append($"\n### {Escaped(section.Title)}\n\n");
        if (section.Where is string where)
            text.Append($"{Escaped(where)}\n\n");
        text.Append("| | field | value | |\n|---|---|---|---|\n");
        foreach (SheetEntry entry in section.Entries)
            text.Append($"| {SheetWords.Of(entry.Act)} | {Escaped(entry.Field)} | {Code(entry.Value)} | {Escaped(entry.Note ?? "")} |\n");
    }

    /// <summary>Code that a table and any number of backticks in it leave whole.</summary>
    private static string Code(string value)
    {
        string line = Visible.Line(value);
        if (!line.Contains('`', StringComparison.Ordinal))
            return $"`{line.Replace("|", "\\|", StringComparison.Ordinal)}`";
        return Escaped(value);
    }

    private static string Escaped(string text) => Special().Replace(Visible.Line(text), @"\$0");

    [GeneratedRegex(@"[\\`*_\[\]<>|#~&]")]
    private static partial Regex Special();
}
