namespace SimulatedTenant.Exchange.Imap;

/// <summary>What goes wrong with a command.</summary>
internal sealed record ImapFault
{
    /// <summary>What completes the command in place of its own completion, without the tag; null for nothing.</summary>
    public string? Completion { get; init; }

    /// <summary>The server's last line, without <c>* BYE</c>, after which it closes the connection; null for none.</summary>
    public string? Bye { get; init; }

    /// <summary>What the client is told, without tag; null where it is told nothing.</summary>
    public string? Told => Completion ?? (Bye is null ? null : $"BYE {Bye}");

    /// <summary>Whether the command is carried out all the same.</summary>
    public bool HasEffect { get; init; }

    /// <summary>Whether the connection is closed without a word.</summary>
    public bool Drops { get; init; }

    /// <summary>Whether the connection is closed when half of the answer is sent.</summary>
    public bool Cuts { get; init; }
}
