using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>
/// The text of an issue as HTML, which is what the description of a work item is: paragraphs, lists, code and bold words, because an
/// issue here holds no other Markdown. Everything else is shown as it is.
/// </summary>
internal static partial class WorkItemText
{
    /// <summary>Renders it.</summary>
    /// <param name="markdown">The text; a line that is an HTML comment is left out.</param>
    public static string Render(string markdown)
    {
        StringBuilder html = new();
        bool list = false;
        foreach (string line in markdown.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("<!--", StringComparison.Ordinal)))
        {
            bool item = line.StartsWith("- ", StringComparison.Ordinal);
            if (item != list)
                html.Append(item ? "<ul>" : "</ul>");
            list = item;
            html.Append(item ? $"<li>{Spans(line[2..])}</li>" : $"<p>{Spans(line)}</p>");
        }
        return html.Append(list ? "</ul>" : "").ToString();
    }

    /// <summary>What HTML says without its form: the service may keep a description in another one than it was given.</summary>
    public static string Words(string html) =>
        string.Concat(WebUtility.HtmlDecode(Tag().Replace(html, "")).Where(letter => !char.IsWhiteSpace(letter)));

    private static string Spans(string line)
    {
        StringBuilder html = new();
        int end = 0;
        foreach (Match match in Code().Matches(line))
        {
            html.Append(Bold(line[end..match.Index])).Append("<code>").Append(WebUtility.HtmlEncode(match.Groups[2].Value.Trim()))
                .Append("</code>");
            end = match.Index + match.Length;
        }
        return html.Append(Bold(line[end..])).ToString();
    }

    private static string Bold(string text) => BoldWords().Replace(WebUtility.HtmlEncode(text), "<b>$1</b>");

    [GeneratedRegex(@"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex BoldWords();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
