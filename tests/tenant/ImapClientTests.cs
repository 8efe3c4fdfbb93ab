using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>IMAP with clients that were not written here.</summary>
public sealed class ImapClientTests
{
    [Fact]
    [Conforms("IMAP", "Folders with their special use, envelopes, structures, whole messages, searches and IDLE, as MailKit asks for them.")]
    public async Task MailKit_lists_folders_and_reads_messages()
    {
        await using TenantClient tenant = await PrepareAsync();
        using ImapClient client = new() { CheckCertificateRevocation = false };
        client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
        {
            using X509Chain chain = new();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.Add(tenant.Server.CertificateAuthority);
            return chain.Build((X509Certificate2)certificate!);
        };
        await client.ConnectAsync("localhost", tenant.Server.ImapPort, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(new SaslMechanismOAuth2("info@contoso.com", tenant.Token!));
        ImapImplementation server = (await client.IdentifyAsync(new ImapImplementation { Name = "test" }))!;
        Assert.Equal("Microsoft.Exchange.Imap4.Imap4Server", server.Name);
        IList<IMailFolder> folders = await client.GetFoldersAsync(client.PersonalNamespaces[0]);
        Assert.Equal(
            ["Archive", "Deleted Items", "Drafts", "INBOX", "Junk Email", "Outbox", "Sent Items"],
            folders.Select(folder => folder.FullName).Order(StringComparer.Ordinal));

        IMailFolder inbox = client.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadOnly);
        Assert.Equal((7, 14u), (inbox.Count, inbox.UidValidity));
        IList<IMessageSummary> summaries = await inbox.FetchAsync(
            0,
            -1,
            MessageSummaryItems.UniqueId | MessageSummaryItems.Envelope | MessageSummaryItems.Flags | MessageSummaryItems.BodyStructure
                | MessageSummaryItems.Size | MessageSummaryItems.InternalDate);
        Assert.Equal([10u, 20u, 30u, 40u, 50u, 60u, 70u], summaries.Select(summary => summary.UniqueId.Id));
        Assert.Equal("Offer 2", summaries[1].Envelope!.Subject);
        Assert.Equal("offer.csv", summaries[1].Attachments.Single().FileName);
        Assert.Equal(MessageFlags.Seen, summaries[0].Flags);
        MimeMessage message = await inbox.GetMessageAsync(new UniqueId(20));
        Assert.Equal("nora.falk@fabrikam.com", ((MailboxAddress)message.From[0]).Address);
        Assert.Single(message.Attachments);
        using (MemoryStream raw = new())
        {
            await message.WriteToAsync(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, raw);
            Assert.Equal((uint)raw.Length, summaries[1].Size);
        }
        Assert.Equal([20u, 40u, 60u], (await inbox.SearchAsync(SearchQuery.NotSeen)).Select(uid => uid.Id));
        Assert.Equal([30u], (await inbox.SearchAsync(SearchQuery.SubjectContains("Offer 3").And(SearchQuery.Seen))).Select(uid => uid.Id));
        using CancellationTokenSource done = new();
        Task idle = client.IdleAsync(done.Token);
        await done.CancelAsync();
        await idle;
        await client.DisconnectAsync(quit: true);
    }

    [NodeFact("imapflow")]
    public async Task Imapflow_lists_folders_and_reads_messages()
    {
        await using TenantClient tenant = await PrepareAsync();
        JsonNode seen = await ClientRun.RunAsync(tenant, "node", "imap.mjs", $"{tenant.Server.ImapPort}", "info@contoso.com");
        Assert.Contains(@"Sent Items \Sent", seen["folders"]!.AsArray().Select(folder => (string)folder!));
        Assert.Equal((7, 3, 80), ((int)seen["status"]!["messages"]!, (int)seen["status"]!["unseen"]!, (int)seen["status"]!["uidNext"]!));
        Assert.Equal(7, seen["messages"]!.AsArray().Count);
        Assert.StartsWith("20 Offer 2 multipart/mixed ", (string)seen["messages"]![1]!, StringComparison.Ordinal);
        Assert.Equal([10, 30, 50, 70], seen["seen"]!.AsArray().Select(uid => (int)uid!));
    }

    [PythonFact]
    public async Task Imaplib_lists_folders_and_reads_messages()
    {
        await using TenantClient tenant = await PrepareAsync();
        JsonNode seen = await ClientRun.RunAsync(tenant, "python3", "imap.py", $"{tenant.Server.ImapPort}", "info@contoso.com");
        Assert.Equal(7, seen["folders"]!.AsArray().Count);
        Assert.Equal("7", (string?)seen["selected"]);
        Assert.Equal("2 4 6", (string?)seen["unseen"]);
        Assert.Equal("Subject: Offer 2\r\n\r\n", (string?)seen["header"]);
        Assert.Equal("Hello", (string?)seen["start"]);
    }

    private static async Task<TenantClient> PrepareAsync()
    {
        TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, "IMAP.AccessAsApp"));
        tenant.Server.Directory.Exchange.RegisterExchangeServicePrincipal(application.AppId, application.PrincipalId, "App");
        tenant.Server.Directory.Exchange.AddMailboxPermission("info@contoso.com", application.PrincipalId);
        await tenant.UseAsync(application, TenantClient.ExchangeScope);
        return tenant;
    }
}
