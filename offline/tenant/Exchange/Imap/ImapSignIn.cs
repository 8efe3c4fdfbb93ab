using System.Text;
using SimulatedTenant.Directory;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>Who a connection has signed in as.</summary>
internal sealed class ImapSignIn(TenantDirectory directory, AccessTokens tokens)
{
    private DirectoryUser? _user;

    /// <summary>Whether the client's credential was accepted.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The mailbox that is open to the client; null where it has no right to it, or where there is none.</summary>
    public DirectoryUser? Mailbox() => _user is { Mailbox: not null } ? _user : null;

    /// <summary><c>LOGIN</c>.</summary>
    /// <returns>The refusal without its tag; empty when signed in.</returns>
    public string Login(IReadOnlyList<ImapToken> arguments) => arguments is [{ } name, { Items: null }]
        ? Password("LOGIN", name.AnyText)
        : throw new ImapSyntaxException();

    /// <summary><c>AUTHENTICATE</c>, with an initial response (SASL-IR) or without.</summary>
    /// <returns>The refusal without its tag; empty when signed in.</returns>
    public async Task<string> AuthenticateAsync(string arguments, ImapConnection connection)
    {
        string[] parts = arguments.Split(' ', 2);
        string mechanism = parts[0].ToUpperInvariant();
        if (mechanism is not ("XOAUTH2" or "PLAIN"))
            return "NO AUTHENTICATE failed: unsupported authentication mechanism.";
        string? response = parts.Length > 1 ? parts[1] : null;
        if (response is null)
        {
            await connection.SendAsync("+ ");
            response = await connection.ReadLineAsync();
        }
        string text;
        try
        {
            text = Encoding.UTF8.GetString(Convert.FromBase64String(response?.Trim() ?? ""));
        }
        catch (FormatException)
        {
            // "*" too, by which a client gives up.
            throw new ImapSyntaxException();
        }
        if (mechanism == "PLAIN")
            return Password("AUTHENTICATE", text.Split('\0') is [_, { } name, _] ? name : "");
        IsDone = Authorize(text, out _user);
        return IsDone ? "" : "NO AUTHENTICATE failed.";
    }

    private string Password(string command, string name)
    {
        if (!directory.Exchange.BasicAuthentication || !BasicAuthentication.IsKnownUserName(name, directory))
            return $"NO {command} failed.";
        _user = directory.FindUser(name);
        IsDone = true;
        return "";
    }

    /// <summary>
    /// Whether Exchange accepts the token of an XOAUTH2 response (<c>user=…^Aauth=Bearer …^A^A</c>); the mailbox is null where the
    /// application has no right to it, or where there is none.
    /// </summary>
    private bool Authorize(string response, out DirectoryUser? mailbox)
    {
        mailbox = null;
        string? name = null, token = null;
        foreach (string field in response.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
        {
            if (field.StartsWith("user=", StringComparison.OrdinalIgnoreCase))
                name = field["user=".Length..];
            else if (field.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase))
                token = field["auth=Bearer ".Length..];
        }
        if (name is null || token is null)
            return false;
        using (directory.Gate.Read())
        {
            if (tokens.Read(token, out _) is not { } caller
                || caller.ResourceAppId != FirstPartyApis.Exchange
                || !caller.HasAny("IMAP.AccessAsApp")
                || !directory.Exchange.KnowsServicePrincipal(caller.AppId, caller.ObjectId))
            {
                return false;
            }
            if (directory.FindUser(name) is { Mailbox.State: MailboxState.Provisioned } found
                && directory.Exchange.HasMailboxPermission(caller.ObjectId, found))
                mailbox = found;
            return true;
        }
    }
}
