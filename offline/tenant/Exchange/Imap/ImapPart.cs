namespace SimulatedTenant.Exchange.Imap;

/// <summary>A part of a message.</summary>
/// <param name="Type">Media type.</param>
/// <param name="Subtype">Media subtype.</param>
/// <param name="Encoding">Content transfer encoding.</param>
/// <param name="FileName">Name of an attachment; null for text that is shown.</param>
/// <param name="Content">Content.</param>
internal sealed record ImapPart(string Type, string Subtype, string Encoding, string? FileName, string Content)
{
    /// <summary>The part's own header with the empty line at its end.</summary>
    public string Header => $"Content-Type: {Type}/{Subtype}; charset=us-ascii\r\nContent-Transfer-Encoding: {Encoding}\r\n"
        + (FileName is null ? "" : $"Content-Disposition: attachment; filename=\"{FileName}\"\r\n") + "\r\n";
}
