using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What the answers of probes mean, one by one and in the light of others, and how they are put.</summary>
public sealed class MailboxProbeTests
{
    private static readonly Account Licensed = ProbeTests.Licensed, Shared = Licensed with { MailboxPlan = null, Enabled = false },
        Plain = Licensed with { MailboxPlan = null }, Local = Licensed with { OnPremises = true };

    private readonly StubTenant _tenant = new();

    [Fact]
    public void What_an_absent_mailbox_or_a_refusal_means_depends_on_the_account()
    {
        Assert.Equal(
            [MailboxOutcome.NotProvisioned, MailboxOutcome.NoMailbox, MailboxOutcome.NoMailbox, MailboxOutcome.OnPremises],
            new[] { Licensed, Shared, Plain, Local }.Select(MailboxOutcome.Absent));
        Assert.Equal(
            [MailboxOutcome.AccessDenied, MailboxOutcome.AccessDenied, MailboxOutcome.NoMailbox, MailboxOutcome.OnPremises],
            new[] { Licensed, Shared, Plain, Local with { MailboxPlan = null } }.Select(MailboxOutcome.Denied));
    }

    [Fact]
    public void The_mailbox_of_a_deleted_account_is_deleted_where_it_cannot_be_found()
    {
        Account gone = Licensed with { DeletedAt = StubTenant.Now };
        MailboxOutcome[] missing =
            [MailboxOutcome.UnknownAddress, MailboxOutcome.NotProvisioned, MailboxOutcome.NoMailbox, MailboxOutcome.RefusedByImap];
        MailboxOutcome[] others = [MailboxOutcome.Reachable, MailboxOutcome.AccessDenied, MailboxOutcome.OnPremises, MailboxOutcome.Failed];

        Assert.All(missing, outcome => Assert.Equal(MailboxOutcome.Deleted, outcome.For(gone)));
        Assert.All(others, outcome => Assert.Equal(outcome, outcome.For(gone)));
        Assert.All(missing, outcome => Assert.Equal(outcome, outcome.For(Licensed)));
    }

    [Fact]
    public void Only_three_outcomes_are_a_refusal_of_the_application_as_such()
    {
        Assert.All([MailboxOutcome.AccessDenied, MailboxOutcome.PermissionMissing, MailboxOutcome.AccessPolicy],
            outcome => Assert.True(outcome.IsRefusal));
        Assert.All([MailboxOutcome.Reachable, MailboxOutcome.EwsBlocked, MailboxOutcome.RefusedByImap, MailboxOutcome.Unanswered],
            outcome => Assert.False(outcome.IsRefusal));
    }

    [Fact]
    public void Answers_come_in_the_order_of_the_accounts_and_each_once()
    {
        List<int> advanced = [];
        AnswerSheet sheet = new([Licensed with { Id = "0" }, Licensed with { Id = "1" }, Licensed with { Id = "2" }], advanced.Add);
        sheet.Add(2, new(Licensed with { Id = "2" }, MailboxOutcome.Failed, "why"));
        sheet.Add(2, new(Licensed with { Id = "2" }, MailboxOutcome.Reachable));
        sheet.Add(0, new(Licensed with { Id = "0" }, MailboxOutcome.Reachable));

        Assert.Equal([("0", true), ("2", false)], sheet.Answers.Select(answer => (answer.Account.Id, answer.Reachable)));
        Assert.Equal((2, false), (sheet.Count, sheet.IsComplete));
        sheet.Add(1, new(Licensed with { Id = "1" }, MailboxOutcome.Reachable) { HasArchive = true });
        Assert.Equal([("0", false), ("1", true), ("2", false)], sheet.Answers.Select(answer => (answer.Account.Id, answer.HasArchive)));
        Assert.Equal((3, true), (sheet.Count, sheet.IsComplete));
        Assert.Equal([1, 2, 3], advanced);
    }

    [Fact]
    public void Answers_are_counted_also_where_nobody_is_told()
    {
        AnswerSheet sheet = new([Licensed]);
        sheet.Add(0, new(Licensed, MailboxOutcome.Reachable));

        Assert.Equal((1, true), (sheet.Count, sheet.IsComplete));
    }

    [Fact]
    public void An_answer_is_plain_where_it_says_no_more_than_that_the_mailbox_is_reachable()
    {
        Assert.True(new MailboxAnswer(Licensed, MailboxOutcome.Reachable).IsPlain);
        Assert.False(new MailboxAnswer(Licensed, MailboxOutcome.Reachable, "detail").IsPlain);
        Assert.False((new MailboxAnswer(Licensed, MailboxOutcome.Reachable) with { HasArchive = true }).IsPlain);
        Assert.False(new MailboxAnswer(Licensed, MailboxOutcome.Failed).IsPlain);
    }

    [Fact]
    public void Answers_that_mean_what_they_say_are_the_same_list_and_others_are_read_anew()
    {
        MailboxAnswer[] answers = [new(Licensed, MailboxOutcome.Reachable), new(Licensed, MailboxOutcome.Failed)];

        Assert.Same(answers, MailboxAnswer.Read(answers, answer => answer));
        IReadOnlyList<MailboxAnswer> read =
            MailboxAnswer.Read(answers, answer => answer.Reachable ? answer : answer with { Outcome = MailboxOutcome.Deleted });
        Assert.Equal([MailboxOutcome.Reachable, MailboxOutcome.Deleted], read.Select(answer => answer.Outcome));
        Assert.Same(answers[0], read[0]);
    }

    [Fact]
    public void A_verdict_names_the_kind_of_a_mailbox_that_is_no_persons_where_it_is_reachable()
    {
        Account room = Licensed with { Purpose = "room" };

        Assert.Equal("reachable (room mailbox)", new MailboxAnswer(room, MailboxOutcome.Reachable).ToVerdict(MailboxProtocol.Graph).Reason);
        Assert.Equal("access denied", new MailboxAnswer(room, MailboxOutcome.AccessDenied).ToVerdict(MailboxProtocol.Graph).Reason);
        Assert.Equal(
            new("anna@contoso.com", "Anna", "graph", MailboxStatus.Reachable, null, "reachable"),
            new MailboxAnswer(Licensed, MailboxOutcome.Reachable).ToVerdict(MailboxProtocol.Graph));
    }

    [Fact]
    public void Evidence_is_what_a_later_protocol_knows_of_a_mailbox_that_is_there_or_cannot_be()
    {
        MailboxEvidence evidence = new(
        [
            new([Answer("a", MailboxOutcome.NotProvisioned), Answer("b", MailboxOutcome.Reachable), Answer("c", MailboxOutcome.OnPremises)]),
            new([Answer("a", MailboxOutcome.Reachable), Answer("b", MailboxOutcome.AccessDenied), Answer("d", MailboxOutcome.Failed)]),
        ]);

        Assert.Equal([MailboxOutcome.Reachable, MailboxOutcome.Reachable, MailboxOutcome.OnPremises, null],
            new[] { "A", "b", "c", "d" }.Select(evidence.Of));
    }

    [Fact]
    public void A_refusal_by_imap_is_read_in_the_light_of_what_is_known_only_where_others_are_let_in()
    {
        MailboxAnswer[] answers =
        [
            Answer("known", MailboxOutcome.AccessDenied), Answer("missing", MailboxOutcome.PermissionMissing),
            Answer("unknown", MailboxOutcome.AccessDenied), new(Local, MailboxOutcome.AccessDenied), Answer("failed", MailboxOutcome.Failed),
        ];
        MailboxEvidence evidence = new([new([Answer("known", MailboxOutcome.Reachable), Answer("missing", MailboxOutcome.NotProvisioned)])]);
        ImapProbe probe = new();

        Assert.Same(answers, probe.Interpret(answers, evidence));
        Assert.Equal(
            [MailboxOutcome.PermissionMissing, MailboxOutcome.NotProvisioned, MailboxOutcome.RefusedByImap, MailboxOutcome.OnPremises,
                MailboxOutcome.Failed, MailboxOutcome.Reachable],
            probe.Interpret([.. answers, Answer("fine", MailboxOutcome.Reachable)], evidence).Select(answer => answer.Outcome));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("reachable", true)]
    [InlineData("denied", true)]
    public void A_mailbox_that_ews_is_blocked_for_is_a_matter_of_its_own_only_where_others_are_looked_up(string? other, bool ofItsOwn)
    {
        MailboxAnswer[] answers = [Answer("a", MailboxOutcome.EwsBlocked), Answer("b", MailboxOutcome.Failed),
            .. other is null ? [] : new[] { Answer("c", other == "denied" ? MailboxOutcome.AccessDenied : MailboxOutcome.Reachable) }];

        IReadOnlyList<MailboxAnswer> read = new EwsProbe().Interpret(answers, new([]));

        Assert.Equal(ofItsOwn ? MailboxOutcome.EwsOff : MailboxOutcome.EwsBlocked, read[0].Outcome);
        Assert.Equal(answers.Skip(1), read.Skip(1));
    }

    [Theory]
    [InlineData(401, null, "", "MAILBOX_ACCESS_DENIED", "401 Unauthorized")]
    [InlineData(403, "No.", "", "MAILBOX_ACCESS_DENIED", "403 No.")]
    [InlineData(403, null, """{"error":{"code":"x","message":"As it says."}}""", "MAILBOX_ACCESS_DENIED", "403 As it says.")]
    [InlineData(500, "Odd", "no XML", "MAILBOX_PROBE_FAILED", "500 Odd")]
    [InlineData(500, "", "<a/>", "MAILBOX_PROBE_FAILED", "500")]
    [InlineData(200, null, "<a><ResponseCode>ErrorMissingEmailAddress</ResponseCode></a>", "MAILBOX_NOT_PROVISIONED", "ErrorMissingEmailAddress")]
    [InlineData(200, null, "<a><ResponseCode>ErrorFolderNotFound</ResponseCode></a>", "MAILBOX_NOT_PROVISIONED", "ErrorFolderNotFound")]
    [InlineData(200, null, "<a><ResponseCode>ErrorImpersonationDenied</ResponseCode></a>", "MAILBOX_ACCESS_DENIED", "ErrorImpersonationDenied")]
    [InlineData(200, null, "<a><ResponseCode>ErrorOther</ResponseCode></a>", "MAILBOX_PROBE_FAILED", "ErrorOther")]
    [InlineData(200, null, "<a><ResponseCode>NoError</ResponseCode><ResponseCode>NoError</ResponseCode></a>", null, null)]
    public void An_answer_of_ews_is_told_as_it_was_found(int status, string? reason, string body, string? code, string? detail)
    {
        using HttpResponseMessage response = new((HttpStatusCode)status);
        response.ReasonPhrase = reason ?? response.ReasonPhrase;

        MailboxAnswer answer = EwsProbe.Judge(Licensed, response, body);

        Assert.Equal((code, detail, code is null), (answer.Outcome.Kind?.Code, answer.Detail, answer.HasArchive));
    }

    [Theory]
    [InlineData(199, "x", "y", "MAILBOX_PROBE_FAILED", "199 x: y")]
    [InlineData(299, null, null, null, null)]
    [InlineData(300, null, null, "MAILBOX_PROBE_FAILED", "300")]
    [InlineData(404, "ResourceNotFound", null, "MAILBOX_ADDRESS_UNKNOWN", "404 ResourceNotFound")]
    [InlineData(404, "other", null, "MAILBOX_PROBE_FAILED", "404 other")]
    [InlineData(403, "x", "it is [RAOP]", "APPLICATION_ACCESS_POLICY", "403 x: it is [RAOP]")]
    [InlineData(403, "x", "access to odata IS disabled", "APPLICATION_ACCESS_POLICY", "403 x: access to odata IS disabled")]
    [InlineData(403, "x", null, "MAILBOX_ACCESS_DENIED", "403 x")]
    [InlineData(401, null, "it is [RAOP]", "MAILBOX_ACCESS_DENIED", "401 : it is [RAOP]")]
    public void An_answer_of_graph_is_told_as_it_was_found(int status, string? code, string? message, string? kind, string? detail)
    {
        MailboxAnswer answer = GraphProbe.Judge(Licensed, status, new(code, message));
        Assert.Equal((kind, detail), (answer.Outcome.Kind?.Code, answer.Detail));
    }

    [Theory]
    [InlineData("NO Request is throttled. Suggested Backoff Time: 1500 milliseconds", true, 1500)]
    [InlineData("no REQUEST is throttled", true, null)]
    [InlineData("NO Request is throttled. Suggested Backoff Time: 99999999999 milliseconds", true, null)]
    [InlineData("BYE", false, null)]
    [InlineData("NO Server Unavailable. 15", false, null)]
    [InlineData("NO [UNAVAILABLE] later", false, null)]
    [InlineData("NO [INUSE]", false, null)]
    [InlineData("NO [LIMIT]", false, null)]
    [InlineData("BAD [SERVERBUG]", false, null)]
    public void Trouble_by_imap_is_told_by_its_words(string text, bool throttled, int? milliseconds)
    {
        TimeSpan? wait = milliseconds is int number ? TimeSpan.FromMilliseconds(number) : null;
        Assert.Equal(new Trouble(text, throttled, wait), ImapTrouble.In(text));
        Assert.Equal(new Trouble(text, throttled, wait), ImapTrouble.In(new ImapReply(false, text, null, [])));
        Assert.Null(ImapTrouble.In(new ImapReply(true, text, null, [])));
    }

    [Theory]
    [InlineData("NO AUTHENTICATE failed.")]
    [InlineData("BYEBYE")]
    [InlineData("NO not BYE")]
    public void Other_words_by_imap_are_an_answer(string text) => Assert.Null(ImapTrouble.In(text));

    [Fact]
    public async Task A_mailbox_that_is_not_answered_for_does_not_keep_others_from_being_asked()
    {
        ServiceLine line = Line(out _);
        List<string> asked = [];

        MailboxAnswer[] answers = await RunAsync(line, 3, (account, _) =>
        {
            lock (asked)
                asked.Add(account.Id);
            return account.Id == "0" ? throw new UnansweredException("Exchange Online", TimeSpan.Zero, "503")
                : Task.FromResult(new MailboxAnswer(account, MailboxOutcome.Reachable));
        });

        Assert.Equal([(MailboxOutcome.Unanswered, "503"), (MailboxOutcome.Reachable, null), (MailboxOutcome.Reachable, null)],
            answers.Select(answer => (answer.Outcome, answer.Detail)));
        Assert.Equal(3, asked.Count);
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 9)]
    [InlineData(false, true, 9)]
    public async Task A_service_that_is_silent_is_not_asked_on_once_a_question_was_given_up(bool silent, bool givenUp, int expected)
    {
        ServiceLine line = Line(out TestClock clock);
        if (silent)
            line.Note(line.Now(), new Trouble("503"));
        clock.Advance(TimeSpan.FromMinutes(5));
        int asked = 0;

        // One after the other, as far as the first: four are under way at once.
        MailboxAnswer[] answers = await RunAsync(line, 9, (account, _) =>
        {
            Interlocked.Increment(ref asked);
            return givenUp ? throw new UnansweredException("Exchange Online", TimeSpan.Zero, "503")
                : Task.FromResult(new MailboxAnswer(account, MailboxOutcome.Reachable));
        });

        Assert.InRange(asked, expected, expected == 1 ? 4 : 9);
        Assert.Equal(9 - asked, answers.Count(answer => answer.Detail == "nothing is answered any more"));
    }

    [Theory]
    [InlineData("Exchange.ManageAsAppV2", "/adminapi/v2.0/11111111-2222-3333-4444-555555555555/Mailbox")]
    [InlineData("Exchange.ManageAsApp", "/adminapi/beta/11111111-2222-3333-4444-555555555555/InvokeCommand")]
    public async Task Get_mailbox_is_asked_page_by_page_where_the_permission_opens_it(string role, string path)
    {
        JsonNode? sent = null;
        List<string> headers = [];
        _tenant.ExchangeRoles(role)
            .Says(path, request =>
            {
                headers.AddRange(request.Headers.Select(one => $"{one.Key}: {string.Concat(one.Value)}"));
                sent = JsonNode.Parse(request.Content!.ReadAsStream());
                return StubTenant.Json("""{"value":[{"UserPrincipalName":"a@contoso.com"}],"@odata.nextLink":"https://tenant.example.test/next"}""");
            })
            .Says("/next", """{"value":[{"UserPrincipalName":"b@contoso.com"}],"@odata.nextLink":null}""");

        MailboxListing listing = await ListAsync();

        Assert.Equal(["a@contoso.com", "b@contoso.com"], listing.Mailboxes.Select(mailbox => mailbox.UserPrincipalName));
        Assert.Equal("""{"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{"ResultSize":"Unlimited"}}}""", sent!.ToJsonString());
        Assert.Null(listing.Refusal);
        Assert.Equal(
            ["Accept: application/json", "X-AnchorMailbox: APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@contoso.onmicrosoft.com",
                "X-CmdletName: Get-Mailbox", "X-ResponseFormat: json"],
            headers.Where(header => header[0] is 'X' || header.StartsWith("Accept", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ews_is_asked_on_behalf_of_the_mailbox_and_as_near_to_it_as_can_be()
    {
        HttpRequestMessage? asked = null;
        string? body = null;
        _tenant.Says("/EWS/Exchange.asmx", request =>
        {
            asked = request;
            using StreamReader reader = new(request.Content!.ReadAsStream());
            body = reader.ReadToEnd();
            return new(HttpStatusCode.OK) { Content = new StringContent("<a><ResponseCode>NoError</ResponseCode></a>") };
        });

        MailboxAnswer answer = Assert.Single(await _tenant.WithSessionAsync(session =>
            AnswerSheet.AskAsync(new EwsProbe(), session, [Licensed], _ => { }, default)));

        Assert.True(answer.IsPlain);
        Assert.Equal("anna@contoso.com", asked!.Headers.GetValues("X-AnchorMailbox").Single());
        Assert.Equal(EwsProbe.GetFolders(Licensed), body);
        Assert.Equal("Bearer", asked.Headers.Authorization!.Scheme);
    }

    [Fact]
    public async Task A_mailbox_of_the_list_is_read_with_what_it_has()
    {
        _tenant.Says("/adminapi/", """
            {"value":[
              {"UserPrincipalName":"a@contoso.com","PrimarySmtpAddress":"m@contoso.com","ExternalDirectoryObjectId":"1","DisplayName":"A",
               "RecipientTypeDetails":"SharedMailbox","ArchiveGuid":"aaaaaaaa-0000-0000-0000-000000000009"},
              {"UserPrincipalName":"","PrimarySmtpAddress":"b@contoso.com","RecipientTypeDetails":"RoomMailbox","ArchiveGuid":"00000000-0000-0000-0000-000000000000"},
              {"RecipientTypeDetails":"EquipmentMailbox","ArchiveGuid":"x"},
              {"UserPrincipalName":"c@contoso.com","RecipientTypeDetails":"UserMailbox","DisplayName":1}
            ]}
            """);

        Account[] read = [.. (await ListAsync()).Mailboxes];

        Assert.Equal([("1", "A", "a@contoso.com", "m@contoso.com"), ("b@contoso.com", "b@contoso.com", "b@contoso.com", "b@contoso.com"),
                ("", "", "", null), ("c@contoso.com", "c@contoso.com", "c@contoso.com", null)],
            read.Select(one => (one.Id, one.DisplayName, one.UserPrincipalName, one.Mail)));
        Assert.Equal([("shared", true), ("room", false), ("equipment", false), ("user", false)], read.Select(one => (one.Purpose!, one.HasArchive)));
        Assert.All(read, one => Assert.True(one.Enabled));
    }

    [Theory]
    [InlineData(401, "AccessDenied", """{"error":{"code":"Denied","message":"No role."}}""", "401 Denied: No role.")]
    [InlineData(403, "AccessDenied", """{"error":{"code":"Denied"}}""", "403 Denied")]
    [InlineData(404, "Failed", "no JSON", "404 Not Found")]
    public async Task Get_mailbox_that_is_refused_refuses_every_account(int status, string outcome, string body, string detail)
    {
        _tenant.Says("/adminapi/", body, status);

        MailboxAnswer answer = Assert.Single(await AskAsync(Licensed));

        Assert.Equal((outcome == "Failed" ? MailboxOutcome.Failed : MailboxOutcome.AccessDenied, detail), (answer.Outcome, answer.Detail));
    }

    [Fact]
    public async Task An_account_is_looked_up_by_its_id_and_its_addresses()
    {
        _tenant.Lists("/adminapi/", """{"UserPrincipalName":"X@contoso.com","ExternalDirectoryObjectId":"1","ArchiveGuid":"aaaaaaaa-0000-0000-0000-000000000009"}""",
            """{"UserPrincipalName":"upn@contoso.com","ExternalDirectoryObjectId":"9"}""",
            """{"UserPrincipalName":"y@contoso.com","PrimarySmtpAddress":"MAIL@contoso.com","ExternalDirectoryObjectId":"8"}""");

        IReadOnlyList<MailboxAnswer> answers = await AskAsync(
            Licensed, Licensed with { Id = "2", Names = new("", "UPN@contoso.com") },
            Licensed with { Id = "3", Names = new("", "z", "mail@contoso.com") }, Licensed with { Id = "4" });

        Assert.Equal([true, true, true, false], answers.Select(answer => answer.Reachable));
        Assert.Equal([true, false, false, false], answers.Select(answer => answer.HasArchive));
        Assert.Equal(MailboxOutcome.NotProvisioned, answers[3].Outcome);
        Assert.Equal([null, null, null, "not in the list of Get-Mailbox"], answers.Select(answer => answer.Detail));
    }

    [Fact]
    public async Task Imap_capabilities_are_read_without_case_and_a_token_goes_along_where_it_may()
    {
        await using ProbeTests.ScriptedStream stream = new("* ok ready\r\n", "* capability IMAP4rev1 Sasl-IR\r\n* OTHER AUTH=PLAIN\r\nA1 ok done\r\n", "A2 OK in\r\n");
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);
        await client.GreetAsync(default);

        ImapReply reply = await client.AuthenticateXOAuth2Async("a", "t", default);

        Assert.Equal(["IMAP4REV1", "SASL-IR"], client.Capabilities.Order());
        Assert.Equal((true, "OK in", null), (reply.Ok, reply.Text, reply.Challenge));
        Assert.EndsWith($"A2 AUTHENTICATE XOAUTH2 {Convert.ToBase64String("user=a\u0001auth=Bearer t\u0001\u0001"u8)}\r\n", stream.Written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+\r\n", null)]
    [InlineData("+ \r\n", null)]
    [InlineData("+ x\r\n", "x")]
    [InlineData("+ text \r\n", "text")]
    public async Task Imap_challenge_is_what_follows_the_plus(string line, string? challenge)
    {
        await using ProbeTests.ScriptedStream stream = new($"* more\r\n{line}A1 NO no\r\n");
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);

        ImapReply reply = await client.AuthenticateXOAuth2Async("a", "t", default);

        Assert.Equal((false, "NO no", challenge), (reply.Ok, reply.Text, reply.Challenge));
        Assert.Equal(["* more"], reply.Untagged);
    }

    [Fact]
    public async Task Imap_names_and_passwords_are_quoted()
    {
        await using ProbeTests.ScriptedStream stream = new("A1 NO no\r\n", "A2 NO no\r\n");
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);

        await client.LoginAsync("a\\b", "c\"d", default);
        await client.LogoutAsync(default);

        Assert.Equal("A1 LOGIN \"a\\\\b\" \"c\\\"d\"\r\nA2 LOGOUT\r\n", stream.Written);
        await Assert.ThrowsAsync<ArgumentException>(() => client.LoginAsync("a", "p\nq", default));
        await Assert.ThrowsAsync<ArgumentException>(() => client.LoginAsync("a", "p\0q", default));
    }

    [Fact]
    public async Task Imap_lines_that_come_in_pieces_are_put_together()
    {
        await using ProbeTests.ScriptedStream stream = new("* O", "K re", "ady\r\n* CAPABILITY X", "\r\nA1 OK done\r", "\nA2 OK and this\r\n");
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);

        await client.GreetAsync(default);

        Assert.Equal(["X"], client.Capabilities);
        Assert.Equal("OK and this", (await client.CommandAsync("NOOP", default)).Text);
    }

    [Fact]
    public async Task Imap_line_of_sixteen_kilobytes_is_still_read()
    {
        await using ProbeTests.ScriptedStream stream = new("A1 OK ".PadRight(16 * 1024, 'x'), "\r\n");
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), TimeProvider.System);

        Assert.Equal((16 * 1024) - 3, (await client.CommandAsync("NOOP", default)).Text.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Imap_server_that_does_not_answer_at_all_is_told_in_the_evidence(bool listening)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        if (!listening)
            listener.Stop();
        ExchangeRecorder recorder = new();
        ExchangeRecorder.Current = recorder;
        TestClock clock = new(StubTenant.Now, listening ? TimeSpan.FromMinutes(2) : TimeSpan.Zero);

        Exception? failure = await Record.ExceptionAsync(() => ImapClient.ConnectAsync(
            _tenant.Options.Endpoints! with { ImapHost = "127.0.0.1", ImapPort = port }, _tenant.Options with { Clock = clock }, default));
        ExchangeRecorder.Current = null;

        Assert.Equal(listening ? "no answer within the time allowed" : "the connection is refused", Assert.Single(recorder.Exchanges).Error);
        Assert.Equal(listening, failure is TimeoutException { Message: "no answer within the time allowed" });
        Assert.Equal(!listening, failure is SocketException);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Imap_server_that_says_nothing_in_time_is_another_thing_than_a_run_that_is_cancelled(bool cancelled)
    {
        await using SilentStream stream = new();
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), ClockOf(cancelled));
        using CancellationTokenSource stop = new();

        Task read = client.GreetAsync(stop.Token);
        if (cancelled)
            await stop.CancelAsync();
        Exception? failure = await Record.ExceptionAsync(() => read);

        Assert.Equal(cancelled, failure is OperationCanceledException);
        Assert.Equal(cancelled ? null : "no answer within the time allowed", (failure as TimeoutException)?.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Imap_server_that_takes_nothing_in_time_is_another_thing_than_a_run_that_is_cancelled(bool cancelled)
    {
        await using SilentStream stream = new() { Says = "A1 OK done\r\n" };
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), ClockOf(cancelled));
        using CancellationTokenSource stop = new();

        Task written = client.CommandAsync("NOOP", stop.Token);
        if (cancelled)
            await stop.CancelAsync();
        Exception? failure = await Record.ExceptionAsync(() => written);

        Assert.Equal(cancelled, failure is OperationCanceledException);
        Assert.Equal(cancelled ? null : "no answer within the time allowed", (failure as TimeoutException)?.Message);
    }

    [Fact]
    public async Task Imap_evidence_is_what_was_said_without_secrets()
    {
        ExchangeRecorder recorder = new();
        ExchangeRecorder.Current = recorder;
        TestClock clock = new(StubTenant.Now, TimeSpan.Zero);
        ImapTranscript transcript = ImapTranscript.Begin(_tenant.Options.Endpoints!, clock)!;
        ExchangeRecorder.Current = null;
        await using ProbeTests.ScriptedStream stream = new("* OK ready\r\n", "* CAPABILITY X\r\nA1 OK done\r\n", "+ \r\n", "+ more\r\n", "A2 NO no\r\n", "A3 NO no\r\n");
        ImapClient client = new(stream, TimeSpan.FromSeconds(30), clock, transcript);
        await client.GreetAsync(default);
        await client.AuthenticateXOAuth2Async("anna", "token", default);
        await client.LoginAsync("anna", "password", default);
        clock.Advance(TimeSpan.FromSeconds(2));
        await client.DisposeAsync();

        Exchange exchange = Assert.Single(recorder.Exchanges);
        Assert.Equal(("IMAP", "imaps://tenant.example.test:0", StubTenant.Now, TimeSpan.FromSeconds(2), null),
            (exchange.Method, exchange.Address, exchange.SentAt, exchange.Took, exchange.Error));
        Assert.Equal("""
            S: * OK ready
            C: A1 CAPABILITY
            S: * CAPABILITY X
            S: A1 OK done
            C: A2 AUTHENTICATE XOAUTH2 (redacted) for anna
            S: +·
            C: (redacted)
            S: + more
            C:·
            S: A2 NO no
            C: A3 LOGIN "anna" (redacted)
            S: A3 NO no

            """.ReplaceLineEndings("\n").Replace('·', ' '), exchange.ResponseBody);
        Assert.Null(ImapTranscript.Begin(_tenant.Options.Endpoints!, clock));
    }

    [Fact]
    public void Imap_evidence_of_a_connection_that_never_was_is_why()
    {
        ExchangeRecorder recorder = new();
        ExchangeRecorder.Current = recorder;

        ImapTranscript.Begin(_tenant.Options.Endpoints!, TimeProvider.System)!.End("the connection is refused");
        ExchangeRecorder.Current = null;

        Assert.Equal((null, "the connection is refused"), (recorder.Exchanges[0].ResponseBody, recorder.Exchanges[0].Error));
    }

    private static MailboxAnswer Answer(string id, MailboxOutcome outcome) => new(Licensed with { Id = id }, outcome);

    // One on which a wait ends at once, unless the run is to be cancelled before it does.
    private static TestClock ClockOf(bool cancelled) => new(StubTenant.Now, cancelled ? TimeSpan.Zero : TimeSpan.FromMinutes(1));

    private static ServiceLine Line(out TestClock clock)
    {
        clock = new(StubTenant.Now);
        return new("Exchange Online", 1, new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(100), clock), new(clock), new(clock));
    }

    private static async Task<MailboxAnswer[]> RunAsync(
        ServiceLine line, int count, Func<Account, CancellationToken, Task<MailboxAnswer>> probe)
    {
        Account[] accounts = [.. Enumerable.Range(0, count).Select(number => Licensed with { Id = $"{number}" })];
        MailboxAnswer[] answers = new MailboxAnswer[count];
        await ProbeRunner.RunAsync(line, accounts, probe, (place, answer) => answers[place] = answer, default);
        return answers;
    }

    private Task<MailboxListing> ListAsync() =>
        _tenant.WithSessionAsync(async session => (await new ExchangePowerShellProbe().ListAsync(session, default))!);

    private Task<IReadOnlyList<MailboxAnswer>> AskAsync(params Account[] accounts) => _tenant.WithSessionAsync(session =>
        AnswerSheet.AskAsync(new ExchangePowerShellProbe(), session, accounts, _ => { }, default));

    /// <summary>A connection on which nothing goes, and nothing comes but what it says.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public string Says { get; init; } = "";

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Says.Length == 0)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return System.Text.Encoding.ASCII.GetBytes(Says, buffer.Span);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
