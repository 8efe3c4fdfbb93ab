namespace SimulatedTenant.Exchange.Imap;

/// <summary>A command on its way, as the log and the trouble of the tenant see it.</summary>
/// <param name="name">Upper case.</param>
/// <param name="arguments">What may be told of them: never a credential.</param>
/// <param name="user">Mailbox that the connection asks for; empty before it asks.</param>
/// <param name="client">Application whose token it presented; null where there is none.</param>
internal sealed class ImapCommand(string name, string arguments, string user, Guid? client)
{
    private const int Longest = 300;

    public string Name { get; } = Short(name);

    public string Arguments { get; } = Short(arguments);

    public string User { get; } = Short(user);

    public Guid? Client { get; } = client;

    /// <summary>Whether it came before the wait had run out that its client was told.</summary>
    public bool IsEarly { get; set; }

    private static string Short(string text) => text.Length > Longest ? text[..Longest] : text;
}
