using System.Net;
using System.Security.Cryptography;
using System.Text;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>A page that is written line by line.</summary>
internal sealed class HtmlPage(TextWriter writer)
{
    /// <summary>A text of one line as it has to stand in a page.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(Visible.Line(text));

    /// <summary>A text of several lines as it has to stand in a page.</summary>
    public static string EncodeBlock(string text) => WebUtility.HtmlEncode(Visible.Block(text));

    /// <summary>An inline style or script as a content security policy names it.</summary>
    public static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    /// <summary>Adds a line of markup.</summary>
    public void Line(string line)
    {
        writer.Write(line);
        writer.Write('\n');
    }

    /// <summary>Adds what something else writes, as a line of its own.</summary>
    public void Line(Action<TextWriter> write)
    {
        write(writer);
        writer.Write('\n');
    }
}
