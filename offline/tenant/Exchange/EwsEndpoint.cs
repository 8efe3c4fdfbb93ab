using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.Tokens;
using static SimulatedTenant.Exchange.EwsXml;

namespace SimulatedTenant.Exchange;

/// <summary>
/// <c>POST /EWS/Exchange.asmx</c>: who may open a mailbox, as an application that impersonates its owner. See <see cref="EwsMailbox"/> for
/// what is in it.
/// </summary>
internal sealed class EwsEndpoint(TenantDirectory directory, AccessTokens tokens) : IEndpoints
{
    private const int DeepestElement = 64;

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
            return BasicAuthentication.User(authorization, directory) is { } owner
                ? Answer(document, unreadable, Caller.Nobody, owner)
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
        return Answer(document, unreadable, caller, owner: null);
    }

    private TenantResponse Answer(XDocument? document, string unreadable, Caller caller, DirectoryUser? owner)
    {
        if (document is null)
            return Fault("ErrorSchemaValidation", $"The request failed schema validation: {unreadable}");
        XElement? operation = document.Root?.Element(Soap + "Body")?.Elements().FirstOrDefault();
        if (operation is null || operation.Name.Namespace != Messages || !EwsMailbox.Answers(operation.Name.LocalName))
            return Fault("ErrorInvalidOperation", "The simulated tenant answers GetFolder, FindFolder and FindItem only.");
        try
        {
            return owner is null ? Answer(document, operation, caller) : Open(owner, operation);
        }
        catch (EwsException exception)
        {
            return Fault(exception.Code, exception.Message);
        }
    }

    private TenantResponse Answer(XDocument document, XElement operation, Caller caller)
    {
        XElement? impersonated = document.Root!.Element(Soap + "Header")?.Element(Types + "ExchangeImpersonation")?
            .Element(Types + "ConnectingSID")?.Elements().FirstOrDefault();
        if (impersonated is null)
            return Fault("ErrorImpersonationRequired", "ExchangeImpersonation SOAP header must be present for this type of OAuth token.");
        DirectoryUser? user = FindImpersonated(impersonated);
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
        return Open(user, operation);
    }

    /// <summary>What is in a mailbox, to those who may open it.</summary>
    private static TenantResponse Open(DirectoryUser? user, XElement operation)
    {
        string name = operation.Name.LocalName;
        return user switch
        {
            { Mailbox.State: MailboxState.Provisioned } => new EwsMailbox(user).Answer(operation),
            { Mailbox.State: MailboxState.NotProvisioned } => Response(name, [Error(
                name, "ErrorItemNotFound", "The specified object was not found in the store., Default folder Root not found.")]),
            _ => Fault("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."),
        };
    }

    private DirectoryUser? FindImpersonated(XElement who)
    {
        if (who.Name == Types + "SID")
        {
            return SecurityIdentifier.TryParse(who.Value, out Guid id)
                ? directory.UserStore.Find(id)
                : throw new EwsException("ErrorInvalidUserSid", "The SID of the user is invalid.");
        }
        if (who.Name == Types + "PrincipalName")
            return directory.FindUserByName(who.Value);
        return who.Name == Types + "PrimarySmtpAddress" || who.Name == Types + "SmtpAddress"
            ? directory.FindUser(who.Value)
            : throw new EwsException(
                "ErrorSchemaValidation",
                "The request failed schema validation: The element 'ConnectingSID' expects PrincipalName, SID, PrimarySmtpAddress "
                    + "or SmtpAddress; "
                + $"found {who.Name.LocalName}.");
    }

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

    private static TenantResponse Blocked(string reason) => TenantResponse.OfText(403, "", "text/html").With("X-EWS-Policy-Reason", reason);

    private static TenantResponse Unauthorized(string challenge) =>
        TenantResponse.OfText(401, "", "text/html").With("WWW-Authenticate", challenge);
}
