using System.Text.Encodings.Web;
using System.Text.Unicode;
using TenantOnboarding.Verification.Text;
using static TenantOnboarding.Verification.Reporting.HtmlPage;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>A table of any number of rows: a bar of its verdicts, the first rows as they are, and where there are more than a screen holds
/// all of them as JSON for the page's script to search, filter and sort.</summary>
/// <param name="id">Of the table's part of the page.</param>
/// <param name="title">Heading, such as "Mailboxes".</param>
/// <param name="headings">Of the columns.</param>
/// <param name="groups">The verdicts, the best first.</param>
internal sealed class HtmlRows(string id, string title, IReadOnlyList<string> headings, IReadOnlyList<HtmlRows.Group> groups)
{
    /// <summary>Rows that stand in the page as they are; the script shows as many at once.</summary>
    public const int FirstRows = 100;

    /// <summary>Rows up to which there is nothing to search.</summary>
    public const int FewRows = 10;

    private static readonly JavaScriptEncoder Json = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>Rows of one verdict.</summary>
    /// <param name="Tone">good, plain, warn, bad or open.</param>
    /// <param name="Word">What they have in common, as one says it.</param>
    public sealed record Group(string Tone, string Word);

    /// <summary>A cell.</summary>
    /// <param name="Text">Its text.</param>
    /// <param name="Tone">The tone of the chip that holds it, or null for plain text.</param>
    /// <param name="Shared">Whether many rows say the same, so that the page holds it once.</param>
    public sealed record Cell(string Text, string? Tone = null, bool Shared = false);

    /// <summary>Writes the table, those first that weigh most.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="summary">What stands beside the heading.</param>
    /// <param name="items">What the rows are about.</param>
    /// <param name="groupOf">The place of a row's verdict in the groups.</param>
    /// <param name="cellsOf">A row's cells, one per column; made when they are written, and kept nowhere.</param>
    public void Write<T>(HtmlPage page, string summary, IReadOnlyList<T> items, Func<T, int> groupOf,
        Func<T, IReadOnlyList<Cell>> cellsOf)
    {
        int[] verdicts = [.. items.Select(groupOf)];
        int[] order = [.. Enumerable.Range(0, items.Count).OrderByDescending(place => verdicts[place])];
        IEnumerable<(int Group, IReadOnlyList<Cell> Cells)> rows = order.Select(place => (verdicts[place], cellsOf(items[place])));
        string noun = title.ToLowerInvariant();
        bool many = items.Count > FewRows;
        page.Line($"<section id=\"{Encode(id)}\" class=\"rows\" data-noun=\"{noun}\" aria-labelledby=\"{Encode(id)}-title\">");
        page.Line($"<h3 id=\"{Encode(id)}-title\">{title} <small>{Encode(summary)}</small></h3>");
        HtmlBar.Write(page,
            [.. groups.Select((group, place) => (group.Tone, group.Word, place, verdicts.Count(verdict => verdict == place)))]);
        if (many)
        {
            page.Line($"<div class=\"tools\" hidden><label class=\"search\"><span class=\"unseen\">Search {noun}</span>"
                + $"<input type=\"search\" placeholder=\"Search {noun}\" autocomplete=\"off\" spellcheck=\"false\"></label>"
                + "<p class=\"shown\" role=\"status\"></p></div>");
        }
        Table(page, rows);
        if (items.Count > FirstRows)
            page.Line($"<p class=\"more\">and {Words.Number(items.Count - FirstRows)} more, which a browser with scripts shows here; the "
                + "JSON report has all of them.</p>");
        if (many)
        {
            page.Line($"<nav class=\"pages\" aria-label=\"Pages of {noun}\" hidden><button type=\"button\" class=\"previous\">Previous"
                + "</button><span class=\"page\"></span><button type=\"button\" class=\"next\">Next</button></nav>");
            page.Line(writer => Data(writer, rows));
        }
        page.Line("</section>");
    }

    private void Table(HtmlPage page, IEnumerable<(int Group, IReadOnlyList<Cell> Cells)> rows)
    {
        // Narrow screens stack the cells, and a browser may then forget that they are a table: the roles say so again.
        page.Line($"<table role=\"table\" aria-labelledby=\"{Encode(id)}-title\">");
        page.Line("<thead role=\"rowgroup\"><tr role=\"row\">"
            + string.Concat(headings.Select(heading => $"<th role=\"columnheader\" scope=\"col\">{Encode(heading)}</th>"))
            + "</tr></thead>");
        page.Line("<tbody role=\"rowgroup\">");
        foreach ((_, IReadOnlyList<Cell> cells) in rows.Take(FirstRows))
            page.Line($"<tr role=\"row\">{string.Concat(cells.Select(Markup))}</tr>");
        page.Line("</tbody>");
        page.Line("</table>");
    }

    private string Markup(Cell cell, int column)
    {
        string text = cell.Tone is null ? Encode(cell.Text) : $"<span class=\"chip {cell.Tone}\">{Encode(cell.Text)}</span>";
        return column == 0 ? $"<th role=\"rowheader\" scope=\"row\">{text}</th>"
            : $"<td role=\"cell\" data-label=\"{Encode(headings[column])}\">{text}</td>";
    }

    /// <summary>Each row is its group and its cells; a number is the place of a text that many rows share.</summary>
    private static void Data(TextWriter writer, IEnumerable<(int Group, IReadOnlyList<Cell> Cells)> rows)
    {
        Dictionary<Cell, int> shared = [];
        writer.Write("<script type=\"application/json\">{\"rows\":[");
        string comma = "";
        foreach ((int group, IReadOnlyList<Cell> cells) in rows)
        {
            writer.Write($"{comma}[{group}");
            foreach (Cell cell in cells)
            {
                writer.Write(',');
                if (!cell.Shared)
                    Text(writer, cell.Text);
                else if (shared.TryGetValue(cell, out int place) || shared.TryAdd(cell, place = shared.Count))
                    writer.Write(place);
            }
            writer.Write(']');
            comma = ",\n";
        }
        writer.Write("],\"shared\":[");
        comma = "";
        foreach (Cell cell in shared.Keys)
        {
            writer.Write($"{comma}[");
            Text(writer, cell.Text);
            writer.Write(',');
            Text(writer, cell.Tone ?? "");
            writer.Write(']');
            comma = ",";
        }
        writer.Write("]}</script>");
    }

    private static void Text(TextWriter writer, string text)
    {
        writer.Write('"');
        Json.Encode(writer, Visible.Line(text));
        writer.Write('"');
    }
}
