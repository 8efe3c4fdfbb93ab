using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Verification.Http;

/// <summary>Tells answers from trouble.</summary>
internal static partial class Reception
{
    /// <summary>Exchange's own words for a failure that passes, as its documentation of response codes has them.</summary>
    private static readonly HashSet<string> PassingEwsErrors = new(StringComparer.Ordinal)
    {
        "ErrorServerBusy", "ErrorInternalServerTransientError", "ErrorInternalServerError", "ErrorMailboxStoreUnavailable",
        "ErrorTimeoutExpired", "ErrorConnectionFailed", "ErrorMailboxMoveInProgress",
    };

    /// <summary>Entra's error for a failure that passes.</summary>
    private const string PassingSignInError = "AADSTS90033";

    /// <summary>Whether a status says that the same request may fare better later.</summary>
    public static bool IsPassing(int status) => status is 408 or 429 or (>= 500 and not 501 and not 505);

    /// <summary>What is wrong with an answer whose body is in memory; null where it is one.</summary>
    public static async Task<Trouble?> TroubleInAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        bool xml = response.Content.Headers.ContentType?.MediaType?.EndsWith("xml", StringComparison.OrdinalIgnoreCase) == true;
        if (xml && await response.Content.ReadAsStringAsync(cancellationToken) is string body
            && ResponseCode().Match(body) is { Success: true } code)
        {
            // A SOAP fault comes with status 500 too, and mostly is an answer.
            string name = code.Groups[1].Value;
            return !PassingEwsErrors.Contains(name) ? null
                // Whoever impersonates draws on the budget of the mailbox, so that this speaks of the mailbox alone.
                : name == "ErrorServerBusy" ? new(name, Throttled: true, BackOff(body) ?? RetryAfter(response)) { OfOneQuestion = true }
                : new(name);
        }
        if (IsPassing(status))
        {
            string detail = $"{status} {response.ReasonPhrase}".Trim();
            return new(detail, response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
                RetryAfter(response));
        }
        if (status == 400 && (await response.Content.ReadAsStringAsync(cancellationToken)).Contains(
            PassingSignInError, StringComparison.Ordinal))
        {
            return new(PassingSignInError);
        }
        return await IsHalfAsync(response, cancellationToken) ? new("half an answer") : null;
    }

    /// <summary>How long a header asks to wait, or null where there is none; a date counts from the server's own.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: TimeSpan delta } => delta,
        { Date: DateTimeOffset date } when response.Headers.Date is DateTimeOffset sent => date > sent ? date - sent : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>A JSON document ends as it begins; one whose end is missing lost its connection on the way.</summary>
    private static async Task<bool> IsHalfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        if (type?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true)
            return false;
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        int first = Next(body, 0, 1), last = Next(body, body.Length - 1, -1);
        body.Position = 0;
        return (first == '{' && last != '}') || (first == '[' && last != ']');
    }

    /// <summary>The first byte from a position on that is no white space, or -1.</summary>
    private static int Next(Stream body, long position, int step)
    {
        for (; position >= 0; position += step)
        {
            body.Position = position;
            int one = body.ReadByte();
            if (one is not (' ' or '\t' or '\r' or '\n'))
                return one;
        }
        return -1;
    }

    private static TimeSpan? BackOff(string body) =>
        BackOffMilliseconds().Match(body) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int wait)
            ? TimeSpan.FromMilliseconds(wait)
            : null;

    [GeneratedRegex(@"<(?:\w+:)?ResponseCode(?:\s[^>]*)?>\s*(\w+)\s*<")]
    private static partial Regex ResponseCode();

    [GeneratedRegex(@"Name=""BackOffMilliseconds""[^>]*>\s*(\d+)\s*<")]
    private static partial Regex BackOffMilliseconds();
}
