using System.Globalization;
using TenantOnboarding.Verification.Text;
using static TenantOnboarding.Verification.Reporting.HtmlPage;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>A bar of verdicts with its legend; the page's script makes the legend of a table its filter.</summary>
internal static class HtmlBar
{
    /// <summary>Writes the bar; verdicts that nothing has are left out.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="parts">Tone, words, place in the table's groups, and number of each verdict.</param>
    /// <param name="lead">What is counted, ahead of the legend, or null.</param>
    public static void Write(HtmlPage page, IReadOnlyList<(string Tone, string Word, int Place, int Count)> parts, string? lead = null)
    {
        double all = parts.Sum(part => part.Count);
        (string Tone, string Word, int Place, int Count)[] there = [.. parts.Where(part => part.Count > 0)];
        string words = string.Join(", ", there.Select(part => $"{Words.Number(part.Count)} {part.Word.ToLowerInvariant()}"));
        // Widths are attributes of a drawing, since the page's policy allows no style that is not in its sheet.
        page.Line($"<svg class=\"bar\" role=\"img\" aria-label=\"{Encode(words)}\" width=\"100%\" height=\"10\">");
        double at = 0;
        foreach ((string tone, _, _, int count) in there)
        {
            page.Line($"<rect class=\"{tone}\" x=\"{Percent(at / all)}\" width=\"{Percent(count / all)}\" height=\"10\"/>");
            at += count;
        }
        page.Line("</svg>");
        page.Line("<ul class=\"legend\">");
        if (lead is not null)
            page.Line($"<li>{Encode(lead)}</li>");
        foreach ((string tone, string word, int place, int count) in there)
            page.Line($"<li data-group=\"{place}\"><span class=\"dot {tone}\"></span>{Encode(word)} <b>{Words.Number(count)}</b></li>");
        page.Line("</ul>");
    }

    private static string Percent(double share) => (share * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}
