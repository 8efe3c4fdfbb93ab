using System.Text;

namespace TenantOnboarding.Tests.Tenant;

internal static class Ews
{
    public static Task<Answer> GetInboxAsync(TenantClient tenant, string? impersonate) =>
        tenant.SendAsync(HttpMethod.Post, "/EWS/Exchange.asmx", null, request =>
        {
            request.Content = new StringContent(Body(impersonate), Encoding.UTF8, "text/xml");
            if (impersonate is not null)
                request.Headers.Add("X-AnchorMailbox", impersonate);
        });

    /// <summary>Sends an operation, in the mailbox of whom an element such as <c>SID</c> names.</summary>
    public static Task<Answer> SendAsync(TenantClient tenant, string operation, string who = "info@contoso.com", string by = "SmtpAddress") =>
        tenant.SendAsync(HttpMethod.Post, "/EWS/Exchange.asmx", null, request => request.Content = new StringContent($"""
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns="http://schemas.microsoft.com/exchange/services/2006/messages">
              <soap:Header><t:ExchangeImpersonation><t:ConnectingSID><t:{by}>{who}</t:{by}></t:ConnectingSID></t:ExchangeImpersonation></soap:Header>
              <soap:Body>{operation}</soap:Body>
            </soap:Envelope>
            """, Encoding.UTF8, "text/xml"));

    public static string Body(string? impersonate) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
          <soap:Header>
            <t:RequestServerVersion Version="Exchange2016" />
            {(impersonate is null ? "" : $"<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>{impersonate}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>")}
          </soap:Header>
          <soap:Body>
            <m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox" /></m:FolderIds></m:GetFolder>
          </soap:Body>
        </soap:Envelope>
        """;
}
