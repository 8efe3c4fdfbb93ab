using System.Text;
using SimulatedTenant.Directory;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>Who a connection has signed in as.</summary>
internal sealed class ImapSignIn(TenantDirectory directory, AccessTokens tokens)
{
    private DirectoryUser? _user;
    private string? _response;
    private string? _token;

    /// <summary>Whether the client's credential was accepted.</summary>
    public bool IsDone { get; private set; }

    /// <summary>How the client signs in; empty before it does.</summary>
    public string Mechanism { get; private set; } = "";

    /// <summary>The mailbox that the client named; empty before it does.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The application whose token the client presented; null where there is none.</summary>
    public Guid? Client { get; private set; }

    /// <summary>The mailbox that is open to the client; null where it has no right to it, or where there is none.</summary>
    public DirectoryUser? Mailbox() => _user is { Mailbox: not null } ? _user : null;

    /// <summary><c>LOGIN</c>.</summary>
    /// <returns>The refusal without its tag; empty when signed in.</returns>
    public string Login(IReadOnlyList<ImapToken> arguments) => arguments is [{ } name, { Items: null }]
        ? Password("LOGIN", name.AnyText)
        : throw new ImapSyntaxException();

    /// <summary>Reads what follows <c>AUTHENTICATE</c>, with an initial response (SASL-IR) or without.</summary>
    public async Task ReceiveAsync(string arguments, ImapConnection connection)
    {
        string[] parts = arguments.Split(' ', 2);
        Mechanism = parts[0].ToUpperInvariant();
        _response = null;
        if (Mechanism is not ("XOAUTH2" or "PLAIN"))
            return;
        string? text = parts.Length > 1 ? parts[1] : null;
        if (text is null)
        {
            await connection.SendAsync("+ ");
            text = await connection.ReadLineAsync();
        }
        byte[] bytes = new byte[text?.Length ?? 0];
        // What is no Base64 gives up, as "*" does.
        if (!Convert.TryFromBase64String(text?.Trim() ?? "", bytes, out int length))
            return;
        _response = Encoding.UTF8.GetString(bytes, 0, length);
        if (Mechanism == "PLAIN")
        {
            Name = _response.Split('\0') is [_, { } user, _] ? user : "";
            return;
        }
        ReadFields(_response, out string? name, out _token);
        Name = name ?? "";
        Client = _token is not null && tokens.Read(_token, out _) is { } caller ? caller.AppId : null;
    }

    /// <summary>Judges what was received.</summary>
    /// <returns>The refusal without its tag; empty when signed in.</returns>
    public string Authenticate()
    {
        if (Mechanism is not ("XOAUTH2" or "PLAIN"))
            return "NO AUTHENTICATE failed: unsupported authentication mechanism.";
        if (_response is null)
            throw new ImapSyntaxException();
        if (Mechanism == "PLAIN")
            return Password("AUTHENTICATE", Name);
        IsDone = Authorize(out _user);
        return IsDone ? "" : "NO AUTHENTICATE failed.";
    }

    private string Password(string command, string name)
    {
        Name = name;
        using (directory.Gate.Read())
            _user = directory.Exchange.BasicAuthentication ? BasicAuthentication.UserOf(name, directory) : null;
        if (_user is null)
            return $"NO {command} failed.";
        IsDone = true;
        return "";
    }

    /// <summary>The fields of an XOAUTH2 response: <c>user=…^Aauth=Bearer …^A^A</c>.</summary>
    private static void ReadFields(string response, out string? name, out string? token)
    {
        name = null;
        token = null;
        foreach (string field in response.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
        {
            if (field.StartsWith("user=", StringComparison.OrdinalIgnoreCase))
                name = field["user=".Length..];
            else if (field.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase))
                token = field["auth=Bearer ".Length..];
        }
    }

    /// <summary>
    /// Whether Exchange accepts the token; the mailbox is null where the application has no right to it, or where there is none.
    /// </summary>
    private bool Authorize(out DirectoryUser? mailbox)
    {
        mailbox = null;
        if (Name.Length == 0 || _token is null)
            return false;
        using (directory.Gate.Read())
        {
            if (tokens.Read(_token, out _) is not { } caller
                || caller.ResourceAppId != FirstPartyApis.Exchange
                || !caller.HasAny("IMAP.AccessAsApp")
                || !directory.Exchange.KnowsServicePrincipal(caller.AppId, caller.ObjectId))
            {
                return false;
            }
            if (directory.FindUser(Name) is { Mailbox.State: MailboxState.Provisioned } found
                && directory.Exchange.HasMailboxPermission(caller.ObjectId, found))
                mailbox = found;
            return true;
        }
    }
}
