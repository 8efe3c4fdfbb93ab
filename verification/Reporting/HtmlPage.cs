using System.Net;
using System.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>A page that is written line by line.</summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _text = new();

    /// <summary>A text as it has to stand in a page.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Adds a line of markup.</summary>
    public void Line(string line) => _text.Append(line).Append('\n');

    public override string ToString() => _text.ToString();
}
