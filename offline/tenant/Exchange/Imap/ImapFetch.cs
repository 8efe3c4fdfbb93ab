using System.Globalization;
using System.Text;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>What a <c>FETCH</c> asks for, and the answer.</summary>
internal sealed class ImapFetch
{
    private readonly List<Func<ImapMessage, string>> _items = [];

    /// <param name="items">The items, or a list of them.</param>
    /// <param name="withUid">Whether the uid belongs to the answer in any case.</param>
    /// <exception cref="ImapSyntaxException">An item does not exist.</exception>
    public ImapFetch(IReadOnlyList<ImapToken> items, bool withUid)
    {
        if (items is not [ImapToken only])
            throw new ImapSyntaxException();
        string[] names = [.. (only.Items ?? [only]).SelectMany(item => Expand(item.Items is null && !item.IsString ? item.Text : ""))];
        if (names.Length == 0)
            throw new ImapSyntaxException();
        if (withUid && !names.Contains("UID", StringComparer.OrdinalIgnoreCase))
            _items.Add(message => $"UID {message.Uid}");
        _items.AddRange(names.Select(Item));
    }

    /// <summary>The untagged answer for one message, with its line end.</summary>
    public string Write(ImapMessage message) => $"* {message.Number} FETCH ({string.Join(' ', _items.Select(item => item(message)))})\r\n";

    private static string[] Expand(string name) => name.ToUpperInvariant() switch
    {
        "FAST" => ["FLAGS", "INTERNALDATE", "RFC822.SIZE"],
        "ALL" => ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"],
        "FULL" => ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"],
        _ => [name],
    };

    private static Func<ImapMessage, string> Item(string name) => name.ToUpperInvariant() switch
    {
        "UID" => message => $"UID {message.Uid}",
        "FLAGS" => message => $"FLAGS ({message.Flags})",
        "INTERNALDATE" => message => $"INTERNALDATE \"{message.InternalDate}\"",
        "RFC822.SIZE" => message => string.Create(CultureInfo.InvariantCulture, $"RFC822.SIZE {message.Size}"),
        "ENVELOPE" => message => $"ENVELOPE {Envelope(message)}",
        "BODY" => message => $"BODY {Structure(message, extended: false)}",
        "BODYSTRUCTURE" => message => $"BODYSTRUCTURE {Structure(message, extended: true)}",
        "RFC822" => message => $"RFC822 {Literal(message.Header + message.Text)}",
        "RFC822.HEADER" => message => $"RFC822.HEADER {Literal(message.Header)}",
        "RFC822.TEXT" => message => $"RFC822.TEXT {Literal(message.Text)}",
        _ => Section(name),
    };

    /// <summary><c>BODY[…]</c> or <c>BODY.PEEK[…]</c>, perhaps with <c>&lt;from.count&gt;</c>.</summary>
    private static Func<ImapMessage, string> Section(string name)
    {
        int open = name.IndexOf('[', StringComparison.Ordinal);
        int close = name.LastIndexOf(']');
        if (open < 0 || close < open || name[..open].ToUpperInvariant() is not ("BODY" or "BODY.PEEK"))
            throw new ImapSyntaxException();
        string section = name[(open + 1)..close].ToUpperInvariant();
        Func<ImapMessage, string?> content = Content(section);
        if (name.Length == close + 1)
            return message => $"BODY[{section}] {(content(message) is { } all ? Literal(all) : "NIL")}";
        string[] ends = name[(close + 1)..].Trim('<', '>').Split('.');
        if (ends.Length != 2
            || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int from)
            || !int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            throw new ImapSyntaxException();
        return message =>
        {
            string text = content(message) ?? "";
            int start = Math.Min(from, text.Length);
            string part = text.Substring(start, Math.Min(count, text.Length - start));
            return string.Create(CultureInfo.InvariantCulture, $"BODY[{section}]<{from}> {Literal(part)}");
        };
    }

    private static Func<ImapMessage, string?> Content(string section)
    {
        if (section.StartsWith("HEADER.FIELDS", StringComparison.Ordinal))
        {
            bool isNot = section.StartsWith("HEADER.FIELDS.NOT ", StringComparison.Ordinal);
            string list = section[(isNot ? "HEADER.FIELDS.NOT" : "HEADER.FIELDS").Length..];
            if (ImapToken.Parse(list) is not [{ Items: { Count: > 0 } fields }])
                throw new ImapSyntaxException();
            HashSet<string> names = [.. fields.Select(field => field.AnyText.ToUpperInvariant())];
            return message => string.Concat(message.Fields()
                .Where(field => names.Contains(field.Name.ToUpperInvariant()) != isNot)
                .Select(field => field.Line)) + "\r\n";
        }
        switch (section)
        {
            case "":
                return message => message.Header + message.Text;
            case "HEADER":
                return message => message.Header;
            case "TEXT":
                return message => message.Text;
        }
        string[] parts = section.Split('.');
        if (parts.Length > 2 || (parts.Length == 2 && parts[1] != "MIME")
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0)
            throw new ImapSyntaxException();
        return message =>
        {
            ImapPart? part = message.Parts.ElementAtOrDefault(number - 1);
            return parts.Length == 2 ? part?.Header : part?.Content;
        };
    }

    private static string Envelope(ImapMessage message)
    {
        const string Sender = "((\"Nora Falk\" NIL \"nora.falk\" \"fabrikam.com\"))";
        int at = message.To.LastIndexOf('@');
        string to = $"((NIL NIL {Quote(message.To[..at])} {Quote(message.To[(at + 1)..])}))";
        return $"({Quote(message.Date)} {Quote(message.Subject)} {Sender} {Sender} {Sender} {to} NIL NIL NIL {Quote(message.MessageId)})";
    }

    private static string Structure(ImapMessage message, bool extended)
    {
        if (message.Parts is [ImapPart only])
            return Structure(only, extended);
        string parts = string.Concat(message.Parts.Select(part => Structure(part, extended)));
        return $"({parts} \"mixed\"{(extended ? " (\"boundary\" \"_simulated_\") NIL NIL" : "")})";
    }

    private static string Structure(ImapPart part, bool extended)
    {
        int lines = part.Content.Split('\n').Length - 1;
        string disposition = part.FileName is { } file ? $"(\"attachment\" (\"filename\" {Quote(file)}))" : "NIL";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"(\"{part.Type}\" \"{part.Subtype}\" (\"charset\" \"us-ascii\") NIL NIL \"{part.Encoding}\" {part.Content.Length} {lines}"
                + $"{(extended ? $" NIL {disposition} NIL" : "")})");
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Literal(string content) =>
        string.Create(CultureInfo.InvariantCulture, $"{{{Encoding.UTF8.GetByteCount(content)}}}\r\n{content}");
}
