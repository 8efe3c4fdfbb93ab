using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>
/// Somebody else's text within Markdown. Names and errors from tenants, files and pull requests may hold anything; within a code span
/// nothing means anything: no HTML, no address, no picture, no mention of people or issues.
/// </summary>
internal static class CodeSpan
{
    private const int MostCharacters = 300;

    /// <summary>One line as a code span, of at most 300 characters.</summary>
    public static string Of(string text)
    {
        string line = Visible.Short(text, MostCharacters);
        if (string.IsNullOrWhiteSpace(line))
            return "` `";
        string fence = new('`', LongestRun(line) + 1);
        // A blank on either side is taken away again, and keeps a backtick at an end from the fence.
        return line.StartsWith('`') || line.EndsWith('`') || (line.StartsWith(' ') && line.EndsWith(' '))
            ? $"{fence} {line} {fence}" : fence + line + fence;
    }

    private static int LongestRun(string line)
    {
        int longest = 0, run = 0;
        foreach (char character in line)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}
