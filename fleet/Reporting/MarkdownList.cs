using System.Globalization;
using System.Text;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>A list that does not fill a page.</summary>
internal static class MarkdownList
{
    private const int MostLines = 40;

    /// <summary>Appends it under its title, with at most 40 lines; nothing where there are none.</summary>
    /// <param name="text">The page.</param>
    /// <param name="title">What it is a list of; null for none.</param>
    /// <param name="lines">Its lines, in Markdown.</param>
    public static void Append(StringBuilder text, string? title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        if (title is not null)
            text.Append(CultureInfo.InvariantCulture, $"**{title}** ({lines.Count})\n\n");
        foreach (string line in lines.Take(MostLines))
            text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        if (lines.Count > MostLines)
            text.Append(CultureInfo.InvariantCulture, $"- and {lines.Count - MostLines} more\n");
        text.Append('\n');
    }
}
