namespace SimulatedTenant.Exchange.Imap;

/// <summary>A command that cannot be understood; it is answered <c>BAD</c>.</summary>
internal sealed class ImapSyntaxException(string message = "Command Argument Error. 11") : Exception(message);
