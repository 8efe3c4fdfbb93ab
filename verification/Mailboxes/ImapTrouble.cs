using System.Globalization;
using System.Text.RegularExpressions;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Tells trouble from answers by IMAP: by response codes (RFC 5530), and by Exchange's own words.</summary>
internal static partial class ImapTrouble
{
    /// <summary>What is wrong with a reply; null where it is an answer.</summary>
    public static Trouble? In(ImapReply reply) => reply.Ok ? null : In(reply.Text);

    /// <summary>What is wrong with the text of a tagged or untagged line; null where it is an answer.</summary>
    public static Trouble? In(string text)
    {
        if (Throttled().Match(text) is { Success: true } match)
        {
            return new(text, Throttled: true, int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture,
                out int milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : null);
        }
        return Passing().IsMatch(text) ? new(text) : null;
    }

    [GeneratedRegex(@"Request is throttled(?:\. Suggested Backoff Time: (\d+) milliseconds)?", RegexOptions.IgnoreCase)]
    private static partial Regex Throttled();

    [GeneratedRegex(@"^BYE\b|Server Unavailable|\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]", RegexOptions.IgnoreCase)]
    private static partial Regex Passing();
}
