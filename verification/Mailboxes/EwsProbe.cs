using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Reads each inbox's folder id by Exchange Web Services, as the mailbox's owner (impersonation), and in the same request that of
/// the online archive's top, to know whether there is one.</summary>
internal sealed class EwsProbe : IMailboxProbe
{
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Types = "http://schemas.microsoft.com/exchange/services/2006/types";
    private static readonly XNamespace Messages = "http://schemas.microsoft.com/exchange/services/2006/messages";

    private static readonly string[] Folders = ["inbox", "archivemsgfolderroot"];

    public Task ProbeAsync(IntegrationSession session, IReadOnlyList<Account> accounts, Action<int, MailboxAnswer> answered,
        CancellationToken cancellationToken) =>
        ProbeRunner.RunAsync(session.Connection.Lines.Exchange, accounts,
            (account, token) => ProbeAsync(session, account, token), answered, cancellationToken);

    // A policy of the organization blocks every mailbox alike; where others are looked up, it is the mailbox or its licence.
    public IReadOnlyList<MailboxAnswer> Interpret(IReadOnlyList<MailboxAnswer> answers, MailboxEvidence evidence) =>
        !answers.Any(answer => answer.Reachable || answer.Outcome == MailboxOutcome.AccessDenied) ? answers
        : MailboxAnswer.Read(answers, answer =>
            answer.Outcome == MailboxOutcome.EwsBlocked ? answer with { Outcome = MailboxOutcome.EwsOff } : answer);

    /// <summary>The address of the service.</summary>
    public static Uri Endpoint(TenantEndpoints endpoints) => new(endpoints.ExchangeUrl, "/EWS/Exchange.asmx");

    private static async Task<MailboxAnswer> ProbeAsync(IntegrationSession session, Account account, CancellationToken cancellationToken)
    {
        AppToken token = await session.TokenAsync(WellKnown.ExchangeOnline, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Post, Endpoint(session.Endpoints))
        {
            Content = new StringContent(GetFolders(account), Encoding.UTF8, "text/xml"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Value) },
        };
        request.Headers.Add("X-AnchorMailbox", account.Address);
        using HttpResponseMessage response = await session.Http.SendAsync(request, cancellationToken);
        return Judge(account, response, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    internal static string GetFolders(Account account) => new XElement(Soap + "Envelope",
        new XAttribute(XNamespace.Xmlns + "s", Soap), new XAttribute(XNamespace.Xmlns + "t", Types),
            new XAttribute(XNamespace.Xmlns + "m", Messages),
        new XElement(Soap + "Header",
            new XElement(Types + "RequestServerVersion", new XAttribute("Version", "Exchange2016")),
            new XElement(Types + "ExchangeImpersonation", new XElement(Types + "ConnectingSID",
                account.Mail is string address
                    ? new XElement(Types + "PrimarySmtpAddress", address)
                    : new XElement(Types + "PrincipalName", account.UserPrincipalName)))),
        new XElement(Soap + "Body", new XElement(Messages + "GetFolder",
            new XElement(Messages + "FolderShape", new XElement(Types + "BaseShape", "IdOnly")),
            new XElement(Messages + "FolderIds", Folders.Select(id =>
                new XElement(Types + "DistinguishedFolderId", new XAttribute("Id", id)))))))
        .ToString(SaveOptions.DisableFormatting);

    internal static MailboxAnswer Judge(Account account, HttpResponseMessage response, string body)
    {
        // The header alone tells a policy from a missing right; the body says nothing reliable.
        if (response.StatusCode == HttpStatusCode.Forbidden
            && response.Headers.TryGetValues("X-EWS-Policy-Reason", out IEnumerable<string>? reasons))
            return new(account, MailboxOutcome.EwsBlocked, string.Join("; ", reasons));
        string status = $"{(int)response.StatusCode}";
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return new(account, MailboxOutcome.Denied(account), $"{status} {ApiError.In(body).Message ?? response.ReasonPhrase}".Trim());
        string[] codes = ResponseCodes(body);
        string? answer = codes.FirstOrDefault();
        return answer switch
        {
            // The archive is a mailbox of its own: why it does not answer says nothing about the other.
            "NoError" => new(account, MailboxOutcome.Reachable) { HasArchive = codes is [_, "NoError", ..] },
            "ErrorNonExistentMailbox" or "ErrorMissingEmailAddress" => new(account, MailboxOutcome.Absent(account), answer),
            "ErrorItemNotFound" or "ErrorFolderNotFound" => new(account, MailboxOutcome.NotProvisioned, answer),
            "ErrorImpersonateUserDenied" or "ErrorImpersonationDenied" or "ErrorAccessDenied" =>
                new(account, MailboxOutcome.Denied(account), answer),
            _ => new(account, MailboxOutcome.Failed, answer ?? $"{status} {response.ReasonPhrase}".Trim()),
        };
    }

    private static string[] ResponseCodes(string body) =>
        [.. Parse(body)?.Descendants().Where(e => e.Name.LocalName == "ResponseCode").Select(e => e.Value) ?? []];

    private static XElement? Parse(string body)
    {
        try
        {
            return XElement.Parse(body);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
