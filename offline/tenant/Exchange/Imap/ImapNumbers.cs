using System.Globalization;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>A set of numbers such as <c>1,3:5,8:*</c>.</summary>
internal sealed class ImapNumbers
{
    private readonly List<(uint From, uint To)> _ranges = [];

    private ImapNumbers()
    {
    }

    /// <summary>Reads a set.</summary>
    /// <param name="text">The set.</param>
    /// <param name="last">What <c>*</c> means.</param>
    /// <exception cref="ImapSyntaxException">It is none.</exception>
    public static ImapNumbers Parse(string text, uint last)
    {
        ImapNumbers numbers = new();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split(':');
            if (ends.Length > 2)
                throw new ImapSyntaxException();
            uint from = Number(ends[0], last);
            uint to = Number(ends[^1], last);
            numbers._ranges.Add(from < to ? (from, to) : (to, from));
        }
        return numbers;
    }

    /// <summary>Whether a text begins as a set does.</summary>
    public static bool Looks(string text) => text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '*');

    public bool Contains(uint number) => _ranges.Exists(range => number >= range.From && number <= range.To);

    private static uint Number(string text, uint last)
    {
        if (text == "*")
            return last;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number > 0
            ? number
            : throw new ImapSyntaxException();
    }
}
