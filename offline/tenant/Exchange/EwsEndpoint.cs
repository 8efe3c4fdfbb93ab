using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Exchange;

/// <summary>
/// <c>POST /EWS/Exchange.asmx</c>: <c>GetFolder</c> of the inbox by an application that impersonates the mailbox's owner.
/// </summary>
internal sealed class EwsEndpoint(TenantDirectory directory, AccessTokens tokens) : IEndpoints
{
    private const int DeepestElement = 64;

    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Types = "http://schemas.microsoft.com/exchange/services/2006/types";
    private static readonly XNamespace Messages = "http://schemas.microsoft.com/exchange/services/2006/messages";
    private static readonly XNamespace Errors = "http://schemas.microsoft.com/exchange/services/2006/errors";

    public void Map(Router router)
    {
        router.Map("POST", "/EWS/Exchange.asmx", Post, RouteAccess.None);
        router.Map("GET", "/EWS/Exchange.asmx", Post, RouteAccess.None);
    }

    private TenantResponse Post(TenantRequest request)
    {
        // Reading takes as long as the body is, so it is done before anybody has to wait for it.
        XDocument? document = Read(request.Body, out string problem);
        using (directory.Gate.Read())
            return Post(request, document, problem);
    }

    /// <summary>The body as XML; null where it is none, or nested deeper than any request is.</summary>
    private static XDocument? Read(byte[] body, out string problem)
    {
        problem = "";
        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit };
        try
        {
            using (XmlReader depth = XmlReader.Create(new MemoryStream(body), settings))
            {
                while (depth.Read())
                {
                    if (depth.Depth <= DeepestElement)
                        continue;
                    problem = $"the elements are nested more than {DeepestElement} levels deep.";
                    return null;
                }
            }
            using XmlReader reader = XmlReader.Create(new MemoryStream(body), settings);
            return XDocument.Load(reader);
        }
        catch (XmlException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    private TenantResponse Post(TenantRequest request, XDocument? document, string unreadable)
    {
        string? authorization = request.Header("Authorization");
        if (authorization is not null && authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            && directory.Exchange.BasicAuthentication)
        {
            return BasicAuthentication.IsKnownUser(authorization, directory)
                ? Answer(document, unreadable, Caller.Nobody, basic: true)
                : Unauthorized("Basic realm=\"\"");
        }
        if (authorization is null || !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return Unauthorized($"Bearer client_id=\"{FirstPartyApis.Exchange}\", "
                + "trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", token_types=\"app_asserted_user_v1 "
                + "service_asserted_app_v1\", authorization_uri=\"https://login.windows.net/common/oauth2/authorize\"");
        }
        if (tokens.Read(authorization[7..].Trim(), out string problem) is not { } caller)
            return Unauthorized($"Bearer error=\"invalid_token\", error_description=\"{problem}\"");
        if (caller.ResourceAppId != FirstPartyApis.Exchange)
            return Unauthorized("Bearer error=\"invalid_token\", error_description=\"The audience claim value is invalid.\"");
        request.Caller = caller;
        if (directory.Exchange.EwsBlock(caller.AppId) is { } reason)
            return Blocked(reason);
        return Answer(document, unreadable, caller, basic: false);
    }

    private TenantResponse Answer(XDocument? document, string unreadable, Caller caller, bool basic)
    {
        if (document is null)
            return Fault("ErrorSchemaValidation", $"The request failed schema validation: {Printable(unreadable)}");
        XElement? getFolder = document.Root?.Element(Soap + "Body")?.Element(Messages + "GetFolder");
        if (getFolder is null)
            return Fault("ErrorInvalidOperation", "The simulated tenant answers GetFolder only.");
        string[] folders = [.. getFolder.Descendants(Types + "DistinguishedFolderId").Select(f => (string?)f.Attribute("Id") ?? "")];
        if (folders is not ["inbox"])
            return Fault("ErrorInvalidOperation", "The simulated tenant answers GetFolder of the distinguished folder 'inbox' only.");

        XElement? impersonated = document.Root!.Element(Soap + "Header")?.Element(Types + "ExchangeImpersonation")?
            .Element(Types + "ConnectingSID");
        string? address = (impersonated?.Element(Types + "PrimarySmtpAddress")
            ?? impersonated?.Element(Types + "SmtpAddress")
            ?? impersonated?.Element(Types + "PrincipalName"))?.Value;
        if (basic)
            return Opened(directory.UserStore.Visible.First(u => u.Mailbox is { State: MailboxState.Provisioned }));
        if (address is null)
            return Fault("ErrorImpersonationRequired", "ExchangeImpersonation SOAP header must be present for this type of OAuth token.");
        DirectoryUser? user = directory.FindUser(address);
        if (user is not null && directory.Exchange.EwsBlock(user) is { } reason)
            return Blocked(reason);
        if (!caller.HasAny("full_access_as_app")
            && !(user is not null && directory.Exchange.RoleReaches(caller.AppId, user, "Application EWS.AccessAsApp")))
        {
            return caller.Roles.Count == 0 && !directory.Exchange.HasRole(caller.AppId, "Application EWS.AccessAsApp")
                ? Fault(
                    "ErrorAccessDenied",
                    "The access token is acquired using an application that has no role for EWS: either scp or roles claim need to be "
                    + "present in the token.")
                : Fault("ErrorImpersonateUserDenied", "The account does not have permission to impersonate the requested user.");
        }
        if (user is not null && directory.Exchange.PolicyDenies(caller.AppId, user))
        {
            return Fault(
                "ErrorAccessDenied",
                "Access is denied. Check credentials and try again. [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.");
        }
        return user switch
        {
            null => Fault("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."),
            { Mailbox.State: MailboxState.Provisioned } => Opened(user),
            { Mailbox.State: MailboxState.NotProvisioned } =>
                ResponseError("ErrorItemNotFound", "The specified object was not found in the store., Default folder Root not found."),
            _ => Fault("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."),
        };
    }

    private static TenantResponse Opened(DirectoryUser user)
    {
        string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
        return Envelope(200, new XElement(
            Messages + "GetFolderResponse",
            new XElement(
                Messages + "ResponseMessages",
                new XElement(
                    Messages + "GetFolderResponseMessage",
                    new XAttribute("ResponseClass", "Success"),
                    new XElement(Messages + "ResponseCode", "NoError"),
                    new XElement(
                        Messages + "Folders",
                        new XElement(
                            Types + "Folder",
                            new XElement(
                                Types + "FolderId",
                                new XAttribute("Id", "AAMkAD" + user.Id.ToString("N")),
                                new XAttribute("ChangeKey", "AQAAAA==")),
                            new XElement(Types + "DisplayName", "Inbox"),
                            new XElement(Types + "TotalCount", Number(user.Mailbox!.InboxItems)),
                            new XElement(Types + "ChildFolderCount", "0"),
                            new XElement(Types + "UnreadCount", Number(user.Mailbox.InboxItems / 3))))))));
    }

    /// <summary>An error of the one item that was asked for, which leaves the SOAP call itself successful.</summary>
    private static TenantResponse ResponseError(string code, string message) => Envelope(200, new XElement(
        Messages + "GetFolderResponse",
        new XElement(
            Messages + "ResponseMessages",
            new XElement(
                Messages + "GetFolderResponseMessage",
                new XAttribute("ResponseClass", "Error"),
                new XElement(Messages + "MessageText", message),
                new XElement(Messages + "ResponseCode", code),
                new XElement(Messages + "DescriptiveLinkKey", "0"),
                new XElement(Messages + "Folders")))));

    /// <summary>Exchange is busy; <paramref name="backOff"/> is how long a client should stay away.</summary>
    internal static TenantResponse Busy(TimeSpan backOff)
    {
        XElement hint = new(
            Types + "MessageXml",
            new XElement(
                Types + "Value",
                new XAttribute("Name", "BackOffMilliseconds"),
                ((int)backOff.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));
        return Fault("ErrorServerBusy", "The server cannot service this request right now. Try again later.", hint);
    }

    /// <summary>A text without the characters that XML cannot hold, which a reader's message quotes.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));

    private static TenantResponse Fault(string code, string message, XElement? detail = null) => Envelope(500, new XElement(
        Soap + "Fault",
        new XElement("faultcode", new XAttribute(XNamespace.Xmlns + "a", Types.NamespaceName), "a:" + code),
        new XElement("faultstring", new XAttribute(XNamespace.Xml + "lang", "en-US"), message),
        new XElement(
            "detail",
            new XElement(Errors + "ResponseCode", code),
            new XElement(Errors + "Message", message),
            detail)));

    private static TenantResponse Envelope(int status, XElement body)
    {
        XDocument document = new(
            new XElement(
                Soap + "Envelope",
                new XAttribute(XNamespace.Xmlns + "s", Soap.NamespaceName),
                new XElement(
                    Soap + "Header",
                    new XElement(
                        Types + "ServerVersionInfo",
                        new XAttribute("MajorVersion", "15"),
                        new XAttribute("MinorVersion", "20"),
                        new XAttribute("Version", "V2018_01_08"))),
                new XElement(Soap + "Body", body)));
        return TenantResponse.OfText(
            status,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + document.ToString(SaveOptions.DisableFormatting),
            "text/xml; charset=utf-8");
    }

    private static TenantResponse Blocked(string reason) => TenantResponse.OfText(403, "", "text/html").With("X-EWS-Policy-Reason", reason);

    private static TenantResponse Unauthorized(string challenge) =>
        TenantResponse.OfText(401, "", "text/html").With("WWW-Authenticate", challenge);
}
