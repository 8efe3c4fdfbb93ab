namespace SimulatedMailStore;

/// <summary>A user of MailStore.</summary>
/// <param name="UserName">Its name.</param>
/// <param name="FullName">Its full name; null without one.</param>
/// <param name="IsOwn">Whether MailStore itself knows its password; else a directory service does.</param>
public sealed record MailStoreUser(string UserName, string? FullName, bool IsOwn = false);
