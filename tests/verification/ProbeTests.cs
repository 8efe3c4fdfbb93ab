using System.Net;
using System.Text;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

public sealed class ProbeTests
{
    internal static readonly Account Licensed = new()
    {
        Id = "1", Names = new("Anna", "anna@contoso.com", "anna@contoso.com"), Enabled = true, MailboxPlan = "Exchange Online (Plan 2)",
    };

    private static readonly Account Unlicensed = Licensed with { MailboxPlan = null };
    private static readonly Account OnPremises = Licensed with { OnPremises = true };

    [Theory]
    [InlineData(200, null, null, null)]
    [InlineData(404, "MailboxNotEnabledForRESTAPI", "x", "MAILBOX_NOT_PROVISIONED")]
    [InlineData(404, "ErrorItemNotFound", "x", "MAILBOX_NOT_PROVISIONED")]
    [InlineData(404, "ErrorInvalidUser", "x", "MAILBOX_ADDRESS_UNKNOWN")]
    [InlineData(404, "Request_ResourceNotFound", "x", "MAILBOX_ADDRESS_UNKNOWN")]
    [InlineData(403, "ErrorAccessDenied", "Access to OData is disabled: [RAOP] : Blocked", "APPLICATION_ACCESS_POLICY")]
    [InlineData(403, "ErrorAccessDenied", "Access is denied.", "MAILBOX_ACCESS_DENIED")]
    [InlineData(403, "Authorization_RequestDenied", "Insufficient privileges", "MAILBOX_ACCESS_DENIED")]
    [InlineData(401, "generalException", "Either scp or roles claim need to be present in the token.", "MAILBOX_ACCESS_DENIED")]
    [InlineData(500, null, null, "MAILBOX_PROBE_FAILED")]
    public void Graph_answer_means_for_a_licensed_account(int status, string? code, string? message, string? expected) =>
        Assert.Equal(expected, GraphProbe.Judge(Licensed, status, new(code, message)).Outcome.Kind?.Code);

    [Theory]
    [InlineData(403, "ErrorAccessDenied", "NO_MAILBOX")]
    [InlineData(404, "MailboxNotEnabledForRESTAPI", "NO_MAILBOX")]
    [InlineData(404, "ErrorInvalidUser", "NO_MAILBOX")]
    public void Graph_refusal_for_an_account_without_licence_says_nothing_about_permissions(int status, string code, string expected) =>
        Assert.Equal(expected, GraphProbe.Judge(Unlicensed, status, new(code, "x")).Outcome.Kind?.Code);

    [Fact]
    public void Graph_absent_mailbox_of_an_account_from_active_directory_is_likely_on_premises() =>
        Assert.Equal("MAILBOX_ON_PREMISES", GraphProbe.Judge(OnPremises, 404, new("MailboxNotEnabledForRESTAPI", null)).Outcome.Kind?.Code);

    [Theory]
    [InlineData("NoError", null)]
    [InlineData("ErrorNonExistentMailbox", "MAILBOX_NOT_PROVISIONED")]
    [InlineData("ErrorItemNotFound", "MAILBOX_NOT_PROVISIONED")]
    [InlineData("ErrorImpersonateUserDenied", "MAILBOX_ACCESS_DENIED")]
    [InlineData("ErrorAccessDenied", "MAILBOX_ACCESS_DENIED")]
    [InlineData("ErrorInternalServerError", "MAILBOX_PROBE_FAILED")]
    public void Ews_response_code_means(string responseCode, string? expected)
    {
        using HttpResponseMessage response = new(responseCode == "NoError" ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);
        string body = $"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><e:ResponseCode xmlns:e=\"http://schemas.microsoft.com/exchange/services/2006/errors\">{responseCode}</e:ResponseCode></s:Body></s:Envelope>";
        Assert.Equal(expected, EwsProbe.Judge(Licensed, response, body).Outcome.Kind?.Code);
    }

    [Fact]
    public void Ews_403_is_a_policy_only_with_its_header()
    {
        using HttpResponseMessage policy = new(HttpStatusCode.Forbidden);
        policy.Headers.Add("X-EWS-Policy-Reason", "EWS is disabled for this user or tenant");
        using HttpResponseMessage right = new(HttpStatusCode.Forbidden);
        Assert.Equal(("EWS_BLOCKED", "EWS is disabled for this user or tenant"), (EwsProbe.Judge(Licensed, policy, "").Outcome.Kind?.Code, EwsProbe.Judge(Licensed, policy, "").Detail));
        Assert.Equal("MAILBOX_ACCESS_DENIED", EwsProbe.Judge(Licensed, right, "").Outcome.Kind?.Code);
    }

    [Fact]
    public void Ews_request_escapes_addresses_and_names_the_owner()
    {
        string request = EwsProbe.GetFolders(Licensed with { Names = new("Anna", "anna@contoso.com", "o'neil&co<x>@contoso.com") });
        Assert.Contains("<t:PrimarySmtpAddress>o'neil&amp;co&lt;x&gt;@contoso.com</t:PrimarySmtpAddress>", request, StringComparison.Ordinal);
        Assert.Contains("<t:PrincipalName>anna@contoso.com</t:PrincipalName>", EwsProbe.GetFolders(Licensed with { Names = new("Anna", "anna@contoso.com") }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usgovernment", "https://login.microsoftonline.us/", "https://graph.microsoft.us/.default", "https://outlook.office365.us/.default", "outlook.office365.us")]
    [InlineData("dod", "https://login.microsoftonline.us/", "https://dod-graph.microsoft.us/.default", "https://outlook-dod.office365.us/.default", "outlook-dod.office365.us")]
    [InlineData("china", "https://login.partner.microsoftonline.cn/", "https://microsoftgraph.chinacloudapi.cn/.default", "https://partner.outlook.cn/.default", "partner.outlook.cn")]
    [InlineData("public", "https://login.microsoftonline.com/", "https://graph.microsoft.com/.default", "https://outlook.office365.com/.default", "outlook.office365.com")]
    public void Cloud_has_its_endpoints(string name, string login, string graphScope, string exchangeScope, string imap)
    {
        TenantEndpoints endpoints = Cloud.Of(name).Endpoints;
        Assert.Equal((login, graphScope, exchangeScope, imap, 993),
            (endpoints.LoginUrl.ToString(), endpoints.GraphScope, endpoints.ExchangeScope, endpoints.ImapHost, endpoints.ImapPort));
        Assert.Equal(name == "public", endpoints.InstanceDiscovery);
    }

    [Fact]
    public async Task Imap_without_initial_response_sends_the_token_after_the_challenge()
    {
        await using ScriptedStream stream = new("* OK ready\r\n", "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\nA1 OK done\r\n", "+ \r\n", "A2 OK in\r\n");
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);
        await client.GreetAsync(CancellationToken.None);

        ImapReply reply = await client.AuthenticateXOAuth2Async("anna@contoso.com", "token", CancellationToken.None);

        Assert.True(reply.Ok);
        string secret = Convert.ToBase64String(Encoding.UTF8.GetBytes("user=anna@contoso.com\u0001auth=Bearer token\u0001\u0001"));
        Assert.Equal($"A1 CAPABILITY\r\nA2 AUTHENTICATE XOAUTH2\r\n{secret}\r\n", stream.Written);
    }

    [Fact]
    public async Task Imap_refusal_is_answered_with_an_empty_line_and_its_error_kept()
    {
        string error = Convert.ToBase64String("{\"status\":\"400\"}"u8);
        await using ScriptedStream stream = new("* OK ready\r\n", "* CAPABILITY IMAP4rev1 SASL-IR\r\nA1 OK done\r\n", $"+ {error}\r\n", "A2 NO AUTHENTICATE failed.\r\n");
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);
        await client.GreetAsync(CancellationToken.None);

        ImapReply reply = await client.AuthenticateXOAuth2Async("anna@contoso.com", "token", CancellationToken.None);

        Assert.Equal((false, "NO AUTHENTICATE failed.", error), (reply.Ok, reply.Text, reply.Challenge));
        Assert.EndsWith("\r\n\r\n", stream.Written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* BYE no\r\n", "the server greets with '* BYE no'")]
    [InlineData("", "the server closes the connection")]
    public async Task Imap_server_that_does_not_greet_is_an_error(string greeting, string message)
    {
        await using ScriptedStream stream = new(greeting);
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Equal(message, (await Assert.ThrowsAsync<IOException>(() => client.GreetAsync(CancellationToken.None))).Message);
    }

    [Fact]
    public async Task Imap_overlong_line_is_an_error()
    {
        await using ScriptedStream stream = new("* OK " + new string('x', 40_000));
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Equal("the server sends an overlong line", (await Assert.ThrowsAsync<IOException>(() => client.GreetAsync(CancellationToken.None))).Message);
    }

    [Fact]
    public async Task Imap_names_with_line_breaks_are_never_sent()
    {
        await using ScriptedStream stream = new();
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);
        await Assert.ThrowsAsync<ArgumentException>(() => client.LoginAsync("a\r\nA2 DELETE INBOX", "p", CancellationToken.None));
        Assert.Equal("", stream.Written);
    }

    /// <summary>A server that says one text after the other.</summary>
    internal sealed class ScriptedStream(params string[] answers) : Stream
    {
        private readonly Queue<byte[]> _answers = new(answers.Select(Encoding.ASCII.GetBytes));
        private readonly MemoryStream _written = new();
        private byte[] _rest = [];

        public string Written => Encoding.ASCII.GetString(_written.ToArray());

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_rest.Length == 0 && !_answers.TryDequeue(out _rest!))
                _rest = [];
            int count = Math.Min(buffer.Length, _rest.Length);
            _rest.AsMemory(0, count).CopyTo(buffer);
            _rest = _rest[count..];
            return ValueTask.FromResult(count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            _written.WriteAsync(buffer, cancellationToken);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => _written.Write(buffer, offset, count);
    }
}
