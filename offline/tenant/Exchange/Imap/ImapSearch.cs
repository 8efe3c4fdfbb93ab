using System.Globalization;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>Reads the keys of a <c>SEARCH</c>.</summary>
internal sealed class ImapSearch
{
    private const int Deepest = 16;

    private readonly IReadOnlyList<ImapToken> _keys;
    private readonly int _count;
    private readonly int _depth;
    private int _at;

    private ImapSearch(IReadOnlyList<ImapToken> keys, int count, int depth)
    {
        _keys = depth > Deepest ? throw new ImapSyntaxException() : keys;
        _count = count;
        _depth = depth;
    }

    /// <summary>Which messages are meant.</summary>
    /// <param name="keys">The keys, all of which must hold.</param>
    /// <param name="count">How many messages the folder has.</param>
    /// <exception cref="ImapSyntaxException">A key does not exist or lacks its argument.</exception>
    public static Func<ImapMessage, bool> Parse(IReadOnlyList<ImapToken> keys, int count) => new ImapSearch(keys, count, 0).All();

    private Func<ImapMessage, bool> All()
    {
        List<Func<ImapMessage, bool>> all = [];
        if (_keys is [{ Items: null, Text: { } first }, _, ..] && first.Equals("CHARSET", StringComparison.OrdinalIgnoreCase))
            _at = 2;
        while (_at < _keys.Count)
            all.Add(Key(_depth));
        return all.Count == 0 ? throw new ImapSyntaxException() : message => all.TrueForAll(key => key(message));
    }

    private Func<ImapMessage, bool> Key(int depth)
    {
        if (depth > Deepest)
            throw new ImapSyntaxException();
        ImapToken token = Next();
        if (token.Items is { } inner)
            return new ImapSearch(inner, _count, depth + 1).All();
        string key = token.Atom;
        if (ImapNumbers.Looks(key))
        {
            ImapNumbers numbers = ImapNumbers.Parse(key, (uint)_count);
            return message => numbers.Contains(message.Number);
        }
        switch (key)
        {
            case "ALL" or "UNANSWERED" or "UNDELETED" or "UNDRAFT" or "UNFLAGGED" or "OLD":
                return _ => true;
            case "ANSWERED" or "DELETED" or "DRAFT" or "FLAGGED" or "RECENT" or "NEW":
                return _ => false;
            case "SEEN":
                return message => message.Flags.Length > 0;
            case "UNSEEN":
                return message => message.Flags.Length == 0;
            case "KEYWORD":
                Next();
                return _ => false;
            case "UNKEYWORD":
                Next();
                return _ => true;
            case "UID":
                ImapNumbers uids = ImapNumbers.Parse(Next().AnyText, ImapMessage.UidOf(_count));
                return message => uids.Contains(message.Uid);
            case "SINCE" or "SENTSINCE":
                return Day(static (received, day) => received >= day);
            case "BEFORE" or "SENTBEFORE":
                return Day(static (received, day) => received < day);
            case "ON" or "SENTON":
                return Day(static (received, day) => received == day);
            case "LARGER":
                return Size(static (size, limit) => size > limit);
            case "SMALLER":
                return Size(static (size, limit) => size < limit);
            case "SUBJECT" or "FROM" or "TO" or "CC" or "BCC":
                return Field(key, Next().AnyText);
            case "HEADER":
                return Field(Next().AnyText, Next().AnyText);
            case "BODY" or "TEXT":
                string text = Next().AnyText;
                return message => message.Text.Contains(text, StringComparison.OrdinalIgnoreCase)
                    || (key == "TEXT" && message.Header.Contains(text, StringComparison.OrdinalIgnoreCase));
            case "NOT":
                Func<ImapMessage, bool> not = Key(depth + 1);
                return message => !not(message);
            case "OR":
                Func<ImapMessage, bool> one = Key(depth + 1);
                Func<ImapMessage, bool> other = Key(depth + 1);
                return message => one(message) || other(message);
            default:
                throw new ImapSyntaxException();
        }
    }

    private ImapToken Next() => _at < _keys.Count ? _keys[_at++] : throw new ImapSyntaxException();

    private Func<ImapMessage, bool> Day(Func<DateOnly, DateOnly, bool> compare) =>
        DateOnly.TryParseExact(Next().AnyText, "d-MMM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? message => compare(DateOnly.FromDateTime(message.Received.UtcDateTime), day)
            : throw new ImapSyntaxException();

    private Func<ImapMessage, bool> Size(Func<int, uint, bool> compare) =>
        uint.TryParse(Next().AnyText, NumberStyles.None, CultureInfo.InvariantCulture, out uint limit)
            ? message => compare(message.Size, limit)
            : throw new ImapSyntaxException();

    private static Func<ImapMessage, bool> Field(string name, string text) => message => message.Fields().Any(field =>
        field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        && field.Line[(field.Name.Length + 1)..].Contains(text, StringComparison.OrdinalIgnoreCase));
}
