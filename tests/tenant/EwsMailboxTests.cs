using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using SimulatedTenant.Directory;

namespace TenantOnboarding.Tests.Tenant;

public sealed class EwsMailboxTests
{
    [Fact]
    public async Task Every_protocol_tells_the_same_number_of_unread_messages()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseSeededAsync("info@contoso.com");
        Answer ews = (await Ews.GetInboxAsync(tenant, "info@contoso.com")).Is(HttpStatusCode.OK);
        Assert.Contains("UnreadCount>3<", ews.Text, StringComparison.Ordinal);
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        await session.RunAsync($"AUTHENTICATE XOAUTH2 {ImapConversation.XOAuth2("info@contoso.com", tenant.Token!)}");
        Assert.Equal("* STATUS INBOX (UNSEEN 3)", (await session.RunAsync("STATUS INBOX (UNSEEN)"))[0]);
        tenant.Token = await tenant.DeployerTokenAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("Reader", (TenantClient.GraphAppId, "Mail.Read")));
        JsonNode folder = (await tenant.GetAsync("/v1.0/users/info@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(3, (int)folder["unreadItemCount"]!);
    }

    private const string Root = "<t:DistinguishedFolderId Id='msgfolderroot' />";
    private const string Inbox = "<t:DistinguishedFolderId Id='inbox' />";

    private static readonly XNamespace T = "http://schemas.microsoft.com/exchange/services/2006/types";
    private static readonly XNamespace M = "http://schemas.microsoft.com/exchange/services/2006/messages";
    private static readonly string[] Folders = ["Inbox", "Archive", "Deleted Items", "Drafts", "Junk Email", "Outbox", "Sent Items"];

    [Theory]
    [Conforms("EWS", "`FindFolder`, shallow and deep, by distinguished id and by id, in pages.")]
    [InlineData("Shallow")]
    [InlineData("Deep")]
    public async Task Folders_are_those_that_imap_lists(string traversal)
    {
        await using TenantClient tenant = await PrepareAsync();
        XElement page = Body(await Ews.SendAsync(tenant, FindFolder(traversal, Root)));
        Assert.Equal(Folders, page.Descendants(T + "DisplayName").Select(name => name.Value));
        Assert.Equal(("7", "true"), Range(page));
        XElement inbox = page.Descendants(T + "Folder").First();
        Assert.Equal(("7", "3"), (inbox.Element(T + "TotalCount")!.Value, inbox.Element(T + "UnreadCount")!.Value));

        Assert.Equal(("0", "true"), Range(Body(await Ews.SendAsync(tenant, FindFolder(traversal, Inbox)))));
        string root = (string)Body(await Ews.SendAsync(tenant, GetFolder(Root))).Descendants(T + "FolderId").Single().Attribute("Id")!;
        XElement byId = Body(await Ews.SendAsync(tenant, FindFolder(traversal, $"<t:FolderId Id='{root}' />")));
        Assert.Equal(Folders, byId.Descendants(T + "DisplayName").Select(name => name.Value));
        XElement second = Body(await Ews.SendAsync(tenant, FindFolder(traversal, Root, "<IndexedPageFolderView MaxEntriesReturned='2' Offset='5' BasePoint='Beginning' />")));
        Assert.Equal(Folders[5..], second.Descendants(T + "DisplayName").Select(name => name.Value));
    }

    [Fact]
    [Conforms("EWS", "`FindItem` in pages, newest first or by the time of receipt, with the messages that IMAP reads.")]
    public async Task Items_are_told_in_pages_and_the_last_page_says_so()
    {
        await using TenantClient tenant = await PrepareAsync();
        XElement first = Body(await Ews.SendAsync(tenant, FindItem(Inbox, Page(0, 5))));
        Assert.Equal(["Offer 7", "Offer 6", "Offer 5", "Offer 4", "Offer 3"], first.Descendants(T + "Subject").Select(subject => subject.Value));
        Assert.Equal(("7", "false"), Range(first));
        Assert.Equal("5", (string?)first.Descendants(M + "RootFolder").Single().Attribute("IndexedPagingOffset"));
        XElement second = Body(await Ews.SendAsync(tenant, FindItem(Inbox, Page(5, 5))));
        Assert.Equal(["Offer 2", "Offer 1"], second.Descendants(T + "Subject").Select(subject => subject.Value));
        Assert.Equal(("7", "true"), Range(second));
        XElement message = second.Descendants(T + "Message").First();
        Assert.Equal("2026-01-05T10:30:00Z", message.Element(T + "DateTimeReceived")!.Value);
        Assert.Equal("nora.falk@fabrikam.com", message.Descendants(T + "EmailAddress").Single().Value);
        Assert.True((int)message.Element(T + "Size")! > 300);
        Assert.Equal(7,
            first.Descendants(T + "ItemId").Concat(second.Descendants(T + "ItemId")).Select(id => (string?)id.Attribute("Id")).Distinct().Count());
        const string Oldest = "<SortOrder><t:FieldOrder Order='Ascending'><t:FieldURI FieldURI='item:DateTimeReceived' /></t:FieldOrder></SortOrder>";
        XElement oldest = Body(await Ews.SendAsync(tenant, FindItem(Inbox, Page(0, 1) + Oldest)));
        Assert.Equal("Offer 1", oldest.Descendants(T + "Subject").Single().Value);
        Assert.Equal(("0", "true"), Range(Body(await Ews.SendAsync(tenant, FindItem("<t:DistinguishedFolderId Id='drafts' />", "")))));
    }

    [Fact]
    [Conforms("EWS", "Impersonation by `PrimarySmtpAddress`, `SmtpAddress`, `PrincipalName` and `SID`, which Graph tells as `securityIdentifier`.")]
    public async Task Owner_is_impersonated_by_address_name_and_sid()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication reader = await tenant.RegisterAsync("Reader", (TenantClient.GraphAppId, "User.Read.All"));
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, "full_access_as_app")), TenantClient.ExchangeScope);
        DirectoryUser user = tenant.Server.Directory.FindUser("anna.berger@contoso.com")!;
        string sid = SecurityIdentifierOf(user);
        string id = "AAMkAD" + user.Id.ToString("N");
        foreach ((string by, string who) in new[] { ("PrimarySmtpAddress", user.Mail!), ("SmtpAddress", user.Mail!), ("PrincipalName", user.UserPrincipalName), ("SID", sid) })
            Assert.Contains(
                id, (await Ews.SendAsync(tenant, GetFolder(Inbox), who, by)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("ErrorInvalidUserSid<",
            (await Ews.SendAsync(tenant, GetFolder(Inbox), "S-1-12-1-1-2", "SID")).Is(HttpStatusCode.InternalServerError).Text, StringComparison.Ordinal);
        Assert.Contains("ErrorSchemaValidation<",
            (await Ews.SendAsync(tenant, GetFolder(Inbox), user.Mail!, "Name"))
                .Is(HttpStatusCode.InternalServerError).Text, StringComparison.Ordinal);

        await tenant.UseAsync(reader);
        Answer answer = (await tenant.GetAsync($"/v1.0/users/{user.Id}?$select=securityIdentifier")).Is(HttpStatusCode.OK);
        Assert.Equal(sid, (string?)answer.Body["securityIdentifier"]);
    }

    [Theory]
    [Conforms("EWS", "Requests that the tenant does not understand, as SOAP faults.", Refuses = true)]
    [InlineData("<FindItem Traversal='Deep'><ItemShape><t:BaseShape>Default</t:BaseShape></ItemShape><ParentFolderIds>" + Inbox + "</ParentFolderIds></FindItem>", "ErrorSchemaValidation")]
    [InlineData("<FindItem Traversal='Shallow'><ItemShape><t:BaseShape>Default</t:BaseShape></ItemShape><Restriction /><ParentFolderIds>" + Inbox + "</ParentFolderIds></FindItem>", "ErrorInvalidOperation")]
    [InlineData("<FindItem Traversal='Shallow'><ItemShape><t:BaseShape>Default</t:BaseShape></ItemShape></FindItem>", "ErrorSchemaValidation")]
    [InlineData("<FindItem Traversal='Shallow'><ItemShape><t:BaseShape>Default</t:BaseShape></ItemShape><IndexedPageItemView MaxEntriesReturned='0' Offset='0' BasePoint='Beginning' /><ParentFolderIds>" + Inbox + "</ParentFolderIds></FindItem>", "ErrorInvalidPagingMaxRows")]
    [InlineData("<FindItem Traversal='Shallow'><ItemShape><t:BaseShape>Default</t:BaseShape></ItemShape><IndexedPageItemView Offset='x' BasePoint='Beginning' /><ParentFolderIds>" + Inbox + "</ParentFolderIds></FindItem>", "ErrorSchemaValidation")]
    [InlineData("<GetItem />", "ErrorInvalidOperation")]
    public async Task Request_that_is_not_understood_is_a_fault(string operation, string code)
    {
        await using TenantClient tenant = await PrepareAsync();
        Assert.Contains(
            $"{code}<", (await Ews.SendAsync(tenant, operation)).Is(HttpStatusCode.InternalServerError).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<t:FolderId Id='nothing' />", "ErrorInvalidIdMalformed")]
    [InlineData("<t:FolderId Id='AAMkADnothing' />", "ErrorFolderNotFound")]
    [InlineData("<t:DistinguishedFolderId Id='calendar' />", "ErrorFolderNotFound")]
    [InlineData("<t:DistinguishedFolderId Id='inbox'><t:Mailbox><t:EmailAddress>anna.berger@contoso.com</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>", "ErrorFolderNotFound")]
    public async Task Folder_that_is_not_there_is_an_error_beside_those_that_are(string folder, string code)
    {
        await using TenantClient tenant = await PrepareAsync();
        XElement body = Body(await Ews.SendAsync(tenant, FindItem(folder + Inbox, "")));
        Assert.Equal([code, "NoError"], body.Descendants(M + "ResponseCode").Select(found => found.Value));
    }

    [NodeFact("ews-javascript-api")]
    public async Task Ews_javascript_api_binds_to_the_inbox_and_finds_folders_and_items()
    {
        await using TenantClient tenant = await PrepareAsync();
        JsonNode seen = await ClientRun.RunAsync(tenant, "node", "ews.mjs", $"{tenant.Base}/EWS/Exchange.asmx", "info@contoso.com");
        Assert.Equal(("Inbox", 7), ((string?)seen["inbox"]!["name"], (int)seen["inbox"]!["total"]!));
        Assert.Equal(Folders, seen["folders"]!.AsArray().Select(folder => (string?)folder));
        Assert.Equal(
            ["Offer 7", "Offer 6", "Offer 5", "Offer 4", "Offer 3", "Offer 2", "Offer 1"],
            seen["items"]!.AsArray().Select(item => (string?)item!["subject"]));
        Assert.Equal("nora.falk@fabrikam.com", (string?)seen["items"]![0]!["from"]);
        Assert.Equal("2026-01-05T15:30:00.000Z", (string?)seen["items"]![0]!["received"]);
        Assert.Equal(2, (int)seen["pages"]!);
    }

    /// <summary>Made here from its documented form, not by the tenant's own code.</summary>
    private static string SecurityIdentifierOf(DirectoryUser user) =>
        "S-1-12-1-" + string.Join('-', user.Id.ToByteArray().Chunk(4).Select(four => BitConverter.ToUInt32(four)));

    private static string GetFolder(string ids) => $"<GetFolder><FolderShape><t:BaseShape>Default</t:BaseShape></FolderShape><FolderIds>{ids}</FolderIds></GetFolder>";

    private static string FindFolder(string traversal, string ids, string view = "") =>
        $"<FindFolder Traversal='{traversal}'><FolderShape><t:BaseShape>Default</t:BaseShape></FolderShape>{view}<ParentFolderIds>{ids}</ParentFolderIds></FindFolder>";

    private static string FindItem(string ids, string view) =>
        $"<FindItem Traversal='Shallow'><ItemShape><t:BaseShape>Default</t:BaseShape></ItemShape>{view}<ParentFolderIds>{ids}</ParentFolderIds></FindItem>";

    private static string Page(int offset, int most) => $"<IndexedPageItemView MaxEntriesReturned='{most}' Offset='{offset}' BasePoint='Beginning' />";

    private static XElement Body(Answer answer) => XDocument.Parse(answer.Is(HttpStatusCode.OK).Text).Root!;

    private static (string? Total, string? Last) Range(XElement body)
    {
        XElement root = body.Descendants(M + "RootFolder").Single();
        return ((string?)root.Attribute("TotalItemsInView"), (string?)root.Attribute("IncludesLastItemInRange"));
    }

    private static async Task<TenantClient> PrepareAsync()
    {
        TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, "full_access_as_app")), TenantClient.ExchangeScope);
        return tenant;
    }
}
