namespace SimulatedTenant.Exchange.Imap;

/// <summary>Who sees each command of each session: it decides on trouble, and keeps the log.</summary>
internal interface IImapObserver
{
    /// <summary>Called before a command is carried out; waits as long as its answer takes longer.</summary>
    /// <returns>What goes wrong with it; null for nothing.</returns>
    Task<ImapFault?> BeginAsync(ImapCommand command, CancellationToken cancellation);

    /// <summary>Called when a command is done, before its answer is sent.</summary>
    /// <param name="command">The command.</param>
    /// <param name="completion">The line that completes it or the connection, without the tag; null for none.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="lost">Whether the connection is broken on purpose.</param>
    void End(ImapCommand command, string? completion, TimeSpan duration, bool lost);
}
