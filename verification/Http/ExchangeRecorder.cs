using System.Text.RegularExpressions;

namespace TenantOnboarding.Verification.Http;

/// <summary>Keeps a few exchanges of every kind that one look at a tenant makes: a kind is what was asked and how it was answered. So what
/// it holds stays small, however many mailboxes there are.</summary>
internal sealed partial class ExchangeRecorder
{
    /// <summary>Exchanges of one kind that are kept.</summary>
    private const int MostOfAKind = 5;

    /// <summary>Exchanges that are kept in all.</summary>
    private const int Most = 300;

    private static readonly AsyncLocal<ExchangeRecorder?> OfThisLook = new();

    private readonly Lock _gate = new();
    private readonly List<Exchange> _exchanges = [];
    private readonly Dictionary<string, int> _kinds = new(StringComparer.Ordinal);

    /// <summary>The recorder of the look that is under way, or null where no evidence is kept.</summary>
    public static ExchangeRecorder? Current
    {
        get => OfThisLook.Value;
        set => OfThisLook.Value = value;
    }

    /// <summary>What was kept, in order.</summary>
    public IReadOnlyList<Exchange> Exchanges
    {
        get
        {
            lock (_gate)
                return [.. _exchanges.OrderBy(exchange => exchange.SentAt)];
        }
    }

    /// <summary>Keeps an exchange where few of its kind are kept.</summary>
    public void Add(Exchange exchange)
    {
        lock (_gate)
        {
            bool rare = false;
            foreach (string kind in Kinds(exchange).Distinct(StringComparer.Ordinal))
            {
                _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
                rare |= _kinds[kind] <= MostOfAKind;
            }
            if (rare && _exchanges.Count < Most)
                _exchanges.Add(exchange);
        }
    }

    private static IEnumerable<string> Kinds(Exchange exchange)
    {
        string asked = $"{exchange.Method} {exchange.Address.Split('?', 2)[0]}";
        yield return $"{asked} {exchange.Status} {exchange.Error}";
        foreach (Match match in Codes().Matches(exchange.ResponseBody ?? ""))
            yield return $"{asked} {match.Value}";
    }

    /// <summary>Error codes and statuses within an answer: of a batch's items in JSON, of EWS in XML, of IMAP in a line.</summary>
    [GeneratedRegex("""
        "status"\s*:\s*[1345]\d\d|"code"\s*:\s*"[^"]{1,80}"|ResponseCode>[^<]{1,80}|^S: A\d+ (NO|BAD)[^\[\r\n]{0,80}
        """, RegexOptions.Multiline)]
    private static partial Regex Codes();
}
