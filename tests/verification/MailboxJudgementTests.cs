using System.Net;
using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Whose mailboxes are asked, and what their answers come to, on a tenant of a few answers and by a protocol that a test makes
/// up.</summary>
public sealed class MailboxJudgementTests
{
    private static readonly Guid Scope = new("cccccccc-0000-0000-0000-000000000001");

    private readonly StubTenant _tenant = new();
    private readonly List<string> _users = [];
    private readonly FakeProbe _probe = new();

    [Fact]
    public async Task Each_account_that_may_have_a_mailbox_is_asked_and_counted()
    {
        Add("a", "b", "c");
        _users.Add("""{"id":"plain","userPrincipalName":"plain@contoso.com","accountEnabled":true}""");
        _probe.Outcomes["b"] = MailboxOutcome.NotProvisioned;
        _probe.Outcomes["c"] = MailboxOutcome.NoMailbox;

        CheckOutcome outcome = await LookAsync();

        Assert.Equal(["a", "b", "c"], _probe.Asked.Select(account => account.Id));
        Assert.Equal((CheckStatus.Warning, "1 of 2 mailboxes reachable"), (outcome.Status, outcome.Summary));
        Assert.Equal(
            [MailboxStatus.Reachable, MailboxStatus.Warning, MailboxStatus.NoMailbox], outcome.Mailboxes.Select(one => one.Status));
        Assert.Equal(["a", "b", "c"], Assert.IsType<ProbedMailboxes>(outcome.Learned).Answers.Select(answer => answer.Account.Id));
        Assert.Equal(["advanced mailboxes-fake 1/3", "advanced mailboxes-fake 2/3", "advanced mailboxes-fake 3/3"], _tenant.Progress.Events);
    }

    [Fact]
    public async Task Mailboxes_that_ended_alike_are_one_finding_with_its_witnesses()
    {
        Add("a", "b", "c");
        _probe.Outcomes["a"] = _probe.Outcomes["c"] = MailboxOutcome.NotProvisioned;
        _probe.Outcomes["b"] = MailboxOutcome.EwsOff;

        CheckOutcome outcome = await LookAsync();

        Assert.Equal(
            [("MAILBOX_NOT_PROVISIONED", "a@contoso.com, c@contoso.com", "as found of a"), ("EWS_OFF_FOR_MAILBOX", "b@contoso.com", "as found of b")],
            outcome.Findings.Select(finding => (finding.Code, finding.Subject, finding.Detail)));
        Assert.Equal(["a", "a@contoso.com", "c", "c@contoso.com"], outcome.Findings[0].Witnesses);
    }

    [Fact]
    public async Task Evidence_is_looked_up_by_four_hundred_names_at_most()
    {
        Add([.. Enumerable.Range(0, 201).Select(number => $"{number:D3}")]);
        foreach (int number in Enumerable.Range(0, 201))
            _probe.Outcomes[$"{number:D3}"] = MailboxOutcome.NotProvisioned;

        Assert.Equal(400, Assert.Single((await LookAsync()).Findings).Witnesses.Count);
    }

    [Fact]
    public async Task Refused_by_all_is_another_thing_than_refused_by_some()
    {
        Add("a", "b");
        _probe.Outcomes["a"] = _probe.Outcomes["b"] = MailboxOutcome.AccessDenied;
        Finding all = Assert.Single((await LookAsync()).Findings);
        _probe.Outcomes.Remove("b");
        Finding some = Assert.Single((await LookAsync()).Findings);

        Assert.Equal("Exchange Online refuses the application: it does.", all.Cause);
        Assert.Equal("This mailbox refuses the application, though others let it in.", some.Cause);
    }

    [Fact]
    public async Task Online_archives_are_told_once_with_their_addresses()
    {
        Add("a", "b", "c");
        _probe.Archives.UnionWith(["a", "c"]);

        Finding finding = Assert.Single((await LookAsync()).Findings);

        Assert.Equal(("MAILBOX_HAS_ONLINE_ARCHIVE", "a@contoso.com, c@contoso.com"), (finding.Code, finding.Subject));
        Assert.Equal(["a@contoso.com", "c@contoso.com"], finding.Witnesses);
    }

    [Fact]
    public async Task What_was_not_answered_in_time_makes_the_check_unanswered()
    {
        Add("a", "b");
        _probe.Outcomes["b"] = MailboxOutcome.Unanswered;

        CheckOutcome outcome = await LookAsync();

        Assert.Equal((CheckStatus.Unanswered, "1 of 2 mailboxes reachable"), (outcome.Status, outcome.Summary));
    }

    [Fact]
    public async Task What_an_earlier_run_reached_is_not_asked_again_and_said_to_be_known()
    {
        Add("a", "b", "c");
        KnownAnswers known = new() { Since = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero) };
        known.Add("mailstore", "fake", "b@contoso.com");
        known.Add("mailstore", "ews", "a@contoso.com");
        known.Add("other", "fake", "c@contoso.com");
        _tenant.Options = _tenant.Options with { Known = known };

        CheckOutcome outcome = await LookAsync();

        Assert.Equal(["a", "c"], _probe.Asked.Select(account => account.Id));
        Assert.Equal("3 of 3 mailboxes reachable, 1 of them by an earlier run, since 2026-11-20 08:00 UTC", outcome.Summary);
        Assert.Equal(["a@contoso.com", "b@contoso.com", "c@contoso.com"], outcome.Mailboxes.Select(one => one.Address));
    }

    [Fact]
    public async Task Where_all_was_reached_by_an_earlier_run_nothing_is_asked()
    {
        Add("a");
        KnownAnswers known = new() { Since = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero) };
        known.Add("mailstore", "fake", "a@contoso.com");
        _tenant.Options = _tenant.Options with { Known = known };

        CheckOutcome outcome = await LookAsync();

        Assert.False(_probe.WasAsked);
        Assert.Equal((CheckStatus.Passed, "1 of 1 mailbox reachable, 1 of them by an earlier run, since 2026-11-20 08:00 UTC"), (outcome.Status, outcome.Summary));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public async Task A_sample_is_one_only_where_it_is_smaller_than_all(int size, bool sampled)
    {
        Add("a", "b", "c");
        _tenant.Options = _tenant.Options with { Sample = new(size, Seed: 7) };

        CheckOutcome outcome = await LookAsync();

        Assert.Equal(Math.Min(size, 3), _probe.Asked.Count);
        Assert.Equal(sampled, outcome.Sample is not null);
        Assert.Equal(sampled, outcome.Summary.Contains("; sample of 2 of 3 mailboxes (seed 7): 0 not reachable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sample_counts_those_that_answered_and_of_them_those_that_were_missed()
    {
        Add("a", "b", "c", "d", "e");
        _tenant.Options = _tenant.Options with { Sample = new(4, Seed: 7) };
        _probe.ByNumber = [MailboxOutcome.Unanswered, MailboxOutcome.NotProvisioned, MailboxOutcome.NoMailbox];

        Assert.Equal(new(3, 5, 1, 7), (await LookAsync()).Sample);
    }

    [Fact]
    public async Task Cancelled_in_between_it_tells_of_those_that_answered()
    {
        Add("a", "b", "c");
        using CancellationTokenSource stop = new();
        _tenant.Options = _tenant.Options with { Stop = stop.Token, Sample = new(2, 7) };
        _probe.Cancelling = (1, stop.Cancel);

        CheckOutcome outcome = await LookAsync();

        Assert.Equal((true, true, null), (outcome.Open, outcome.Partial, outcome.Sample));
        Assert.Equal("cancelled after 1 of 2 mailboxes; 1 of 1 mailbox reachable", outcome.Summary);
        Assert.Single(outcome.Mailboxes);
    }

    [Fact]
    public async Task Cancelled_by_other_than_the_operator_it_ends()
    {
        Add("a");
        _probe.Cancelling = (0, () => { });

        await Assert.ThrowsAsync<OperationCanceledException>(() => LookAsync());
    }

    [Fact]
    public async Task Users_who_were_deleted_meanwhile_have_left_and_whom_it_answered_for_have_not()
    {
        Add("a", "b", "c", "d");
        _tenant.Lists("/directory/deletedItems", [.. "abc".Select(id => $$"""{"id":"{{id}}","userPrincipalName":"{{id}}@contoso.com"}""")]);
        _probe.Outcomes["a"] = MailboxOutcome.Failed;
        _probe.Outcomes["b"] = MailboxOutcome.Unanswered;
        _probe.Outcomes["d"] = MailboxOutcome.Failed;

        CheckOutcome outcome = await LookAsync();

        Assert.Equal(["MAILBOX_USER_LEFT", "MAILBOX_UNANSWERED", null, "MAILBOX_PROBE_FAILED"], outcome.Mailboxes.Select(one => one.Code));
    }

    [Fact]
    public async Task Where_all_are_reachable_nobody_is_asked_who_left()
    {
        Add("a");

        await LookAsync();

        Assert.DoesNotContain(_tenant.Asked, asked => asked.Contains("deletedItems", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, "application/json")]
    [InlineData(200, "application/json")]
    [InlineData(502, "text/html")]
    public async Task Where_the_directory_does_not_tell_who_left_the_answers_stay(int status, string mediaType)
    {
        Add("a");
        _probe.Outcomes["a"] = MailboxOutcome.Failed;
        _tenant.Says("/directory/deletedItems", _ => new((HttpStatusCode)status) { Content = new StringContent("odd", null, mediaType) });

        Assert.Equal("MAILBOX_PROBE_FAILED", Assert.Single((await LookAsync()).Mailboxes).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_while_the_directory_is_asked_who_left_the_answers_stay_only_where_the_operator_did_it(bool stopped)
    {
        Add("a");
        _probe.Outcomes["a"] = MailboxOutcome.Failed;
        using CancellationTokenSource stop = new();
        _tenant.Options = _tenant.Options with { Stop = stop.Token };
        _tenant.Says("/directory/deletedItems", _ =>
        {
            if (stopped)
                stop.Cancel();
            throw new OperationCanceledException();
        });

        Exception? failure = await Record.ExceptionAsync(LookAsync);

        Assert.Equal(stopped, failure is null);
    }

    [Fact]
    public async Task A_named_mailbox_that_the_directory_lists_is_asked_once()
    {
        Add("a");
        Name("A@contoso.com");

        await LookAsync();

        Assert.Equal(["a"], _probe.Asked.Select(account => account.Id));
        Assert.DoesNotContain(_tenant.Asked, asked => asked.Contains("deletedItems", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Named_mailboxes_that_the_directory_does_not_list_are_asked_too_and_known_as_deleted()
    {
        Add("a");
        Name("gone@contoso.com", "new@contoso.com");
        _tenant.Lists("/directory/deletedItems", """{"id":"1","mail":"other@contoso.com","deletedDateTime":"2026-11-01T00:00:00Z"}""",
            """{"id":"2","mail":"GONE@contoso.com","deletedDateTime":"2026-11-02T00:00:00Z"}""");
        _probe.Outcomes["gone@contoso.com"] = _probe.Outcomes["new@contoso.com"] = MailboxOutcome.UnknownAddress;

        CheckOutcome outcome = await LookAsync();

        Assert.Equal([null, 2, null], _probe.Asked.Select(account => account.DeletedAt?.Day));
        Assert.All(_probe.Asked.Skip(1), account => Assert.True(account.Licensed && account.Enabled));
        Assert.Equal(["MAILBOX_DELETED", "MAILBOX_ADDRESS_UNKNOWN"], outcome.Mailboxes.Skip(1).Select(one => one.Code));
    }

    [Fact]
    public async Task Where_nobody_may_read_users_those_named_are_asked_and_said_to_be_all()
    {
        Name("a@contoso.com");
        _tenant.GraphRoles("Mail.Read");
        KnownAnswers known = new() { Since = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero) };
        known.Add("mailstore", "fake", "a@contoso.com");

        CheckOutcome named = await LookAsync();
        _tenant.Options = _tenant.Options with { Known = known };
        CheckOutcome earlier = await LookAsync();

        Assert.Equal("1 of 1 mailbox reachable, as named for this verification", named.Summary);
        Assert.Equal("1 of 1 mailbox reachable, as named for this verification, 1 of them by an earlier run, since 2026-11-20 08:00 UTC", earlier.Summary);
    }

    [Fact]
    public async Task Without_anybody_to_ask_it_is_open_or_a_warning()
    {
        CheckOutcome nobody = await LookAsync();
        _tenant.GraphRoles("Mail.Read");
        CheckOutcome unknown = await LookAsync();

        Assert.Equal((CheckStatus.Warning, "no mailbox to reach"), (nobody.Status, nobody.Summary));
        Assert.Equal("The tenant has no account that may have a mailbox.", Assert.Single(nobody.Findings).Cause);
        Assert.Equal((CheckStatus.Open, "which mailboxes there are is not known: to read it the application would need User.Read.All or "
            + "Directory.Read.All; an operator could read it; name some with --mailbox"), (unknown.Status, unknown.Summary));
    }

    [Fact]
    public async Task A_protocol_that_lists_mailboxes_tells_which_there_are()
    {
        _tenant.GraphRoles("Mail.Read");
        _probe.Listing = new([ProbeTests.Licensed with { HasArchive = true }, ProbeTests.Licensed with { Id = "2" }]);

        CheckOutcome outcome = await LookAsync();

        Assert.Equal((CheckStatus.Passed, "2 of 2 mailboxes reachable, as Get-Mailbox lists them"), (outcome.Status, outcome.Summary));
        Assert.Equal("1 mailbox has an online archive", Assert.Single(outcome.Findings).Cause[..31]);
    }

    [Fact]
    public async Task A_protocol_that_refuses_to_list_mailboxes_refuses_the_organization()
    {
        _tenant.GraphRoles("Mail.Read");
        _probe.Listing = new([], MailboxOutcome.AccessDenied, "403 Forbidden");

        CheckOutcome outcome = await LookAsync();

        Assert.Equal((CheckStatus.Failed, "0 of 1 mailbox reachable"), (outcome.Status, outcome.Summary));
        Assert.Equal(("MAILBOX_ACCESS_DENIED", StubTenant.Domain, "403 Forbidden"),
            (outcome.Findings[0].Code, outcome.Findings[0].Subject, outcome.Findings[0].Detail));
    }

    [Fact]
    public async Task A_scope_is_not_told_by_a_list_of_all_mailboxes()
    {
        _tenant.GraphRoles("User.Read.All");
        InScope(MailboxScopeKind.Group, Scope);
        _probe.Listing = new([ProbeTests.Licensed]);

        CheckOutcome outcome = await LookAsync();

        Assert.Equal((CheckStatus.Open, "which mailboxes lie in the scope 'Headquarters' is not known: to read it the application would need "
            + "GroupMember.Read.All or Directory.Read.All; an operator could read it"), (outcome.Status, outcome.Summary));
    }

    [Theory]
    [InlineData(MailboxScopeKind.Group, true)]
    [InlineData(MailboxScopeKind.Group, false)]
    [InlineData(MailboxScopeKind.AdministrativeUnit, true)]
    [InlineData(MailboxScopeKind.AdministrativeUnit, false)]
    public async Task Within_a_scope_its_members_and_those_named_are_asked(MailboxScopeKind kind, bool known)
    {
        Add("a", "b");
        Name("named@contoso.com");
        InScope(kind, known ? Scope : null);
        _tenant.Lists("/directory/deletedItems")
            .GraphRoles("User.Read.All", kind == MailboxScopeKind.Group ? "GroupMember.Read.All" : "AdministrativeUnit.Read.All");
        Members(kind, "B");
        Named(kind, Scope);

        await LookAsync();

        Assert.Equal(["b", "named@contoso.com"], _probe.Asked.Select(account => account.Id));
    }

    [Theory]
    [InlineData(MailboxScopeKind.Group, 0, "group")]
    [InlineData(MailboxScopeKind.Group, 2, "group")]
    [InlineData(MailboxScopeKind.AdministrativeUnit, 0, "administrative unit")]
    [InlineData(MailboxScopeKind.AdministrativeUnit, 2, "administrative unit")]
    public async Task A_scope_that_is_not_one_object_leaves_the_mailboxes_open(MailboxScopeKind kind, int count, string word)
    {
        Add("a");
        InScope(kind, null);
        Named(kind, [.. Enumerable.Repeat(Scope, count)]);

        CheckOutcome outcome = await LookAsync();

        Assert.Equal((CheckStatus.Open, $"the tenant has no, or more than one, {word} 'Headquarters'"), (outcome.Status, outcome.Summary));
    }

    [Fact]
    public async Task A_scope_without_mailboxes_is_a_finding()
    {
        Add("a");
        InScope(MailboxScopeKind.Group, Scope);
        Members(MailboxScopeKind.Group);

        Assert.Equal("The scope 'Headquarters' holds no account with a mailbox.", Assert.Single((await LookAsync()).Findings).Cause);
    }

    [Fact]
    public async Task The_findings_of_a_scoped_stack_say_so()
    {
        Add("a", "b");
        InScope(MailboxScopeKind.Group, Scope);
        Members(MailboxScopeKind.Group, "a", "b");
        _probe.Outcomes["a"] = MailboxOutcome.AccessDenied;

        Assert.StartsWith("Check that the scope in Exchange Online names the same mailboxes", Assert.Single((await LookAsync()).Findings).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tokens_no_mailbox_is_asked()
    {
        Add("a");
        Knowledge failed = Knowledge.None.With(SignInCheck.CheckId, new SignInFailure("the application cannot sign in"));

        CheckOutcome outcome = await _tenant.LookAsync(new MailboxCheck(Fake), failed);

        Assert.Equal((CheckStatus.Open, "the application cannot sign in"), (outcome.Status, outcome.Summary));
        Assert.False(_probe.WasAsked);
    }

    [Fact]
    public async Task What_other_protocols_learned_reaches_only_a_protocol_that_needs_it()
    {
        Add("a");
        _tenant.Lists("/users?", [.. _users]);
        MailboxAnswer reached = new(ProbeTests.Licensed with { Id = "a" }, MailboxOutcome.Reachable);
        Knowledge known = Knowledge.None.With("mailboxes-graph", new ProbedMailboxes([reached]));

        await _tenant.LookAsync(new MailboxCheck(Fake), known);
        MailboxOutcome? without = _probe.Evidence!.Of("a");
        await _tenant.LookAsync(new MailboxCheck(Fake with { NeedsEvidence = true }), known);

        Assert.Null(without);
        Assert.Equal(MailboxOutcome.Reachable, _probe.Evidence.Of("A"));
        Assert.Equal(["sign-in", "mailboxes-ews", "mailboxes-graph", "mailboxes-exchange-powershell"], new MailboxCheck(MailboxProtocol.Imap).Needs);
        Assert.Equal(["sign-in"], new MailboxCheck(MailboxProtocol.Graph).Needs);
    }

    [Fact]
    public async Task Mailboxes_outside_the_scope_that_refuse_prove_it()
    {
        CheckOutcome outcome = await OutsideAsync(_ => 403);

        Assert.Equal((CheckStatus.Passed, "2 mailboxes outside 'Headquarters' tried, all refused"), (outcome.Status, outcome.Summary));
        Assert.Equal([MailboxStatus.RefusedAsDeclared, MailboxStatus.RefusedAsDeclared], outcome.Mailboxes.Select(one => one.Status));
        Assert.Equal([null, null], outcome.Mailboxes.Select(one => one.Code));
        Assert.Equal("outside the scope, refused as declared", outcome.Mailboxes[0].Reason);
        Assert.Equal(["advanced mailbox-scope 1/2", "advanced mailbox-scope 2/2"], _tenant.Progress.Events);
    }

    [Fact]
    public async Task A_mailbox_outside_the_scope_that_answers_is_an_error()
    {
        CheckOutcome outcome = await OutsideAsync(id => id == "b" ? 200 : 404);

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal(("MAILBOX_SCOPE_NOT_ENFORCED", "b@contoso.com", "the scope does not hold"), (finding.Code, finding.Subject, outcome.Summary));
        Assert.Equal(
            [("MAILBOX_SCOPE_NOT_ENFORCED", "reachable, though outside the scope", MailboxStatus.Failed), (null, "outside the scope, not reachable", MailboxStatus.NoMailbox)],
            outcome.Mailboxes.Select(one => (one.Code, one.Reason, one.Status)));
    }

    [Fact]
    public async Task A_mailbox_outside_the_scope_that_does_not_answer_in_time_leaves_it_unanswered()
    {
        CheckOutcome outcome = await OutsideAsync(id => id == "b" ? 500 : 403);

        Assert.Equal((CheckStatus.Unanswered, "2 mailboxes outside 'Headquarters' tried, 1 not answered in time, the others refused"), (outcome.Status, outcome.Summary));
        Assert.Equal([("MAILBOX_UNANSWERED", MailboxStatus.Unanswered), (null, MailboxStatus.RefusedAsDeclared)],
            outcome.Mailboxes.Select(one => (one.Code, one.Status)));
    }

    [Fact]
    public async Task Twenty_mailboxes_outside_are_tried_those_that_surely_exist_first()
    {
        foreach (int number in Enumerable.Range(0, 15))
            _users.Add($$"""{"id":"local{{number:D2}}","userPrincipalName":"{{number:D2}}@contoso.com","mail":"{{number:D2}}@contoso.com","onPremisesSyncEnabled":true,"assignedPlans":[{"capabilityStatus":"Enabled","servicePlanId":"efb87545-963c-4e0d-99df-69c6916d9eb0"}]}""");
        _users.Add("""{"id":"plain","userPrincipalName":"plain@contoso.com","mail":"plain@contoso.com"}""");
        Add([.. Enumerable.Range(0, 15).Select(number => $"z{number:D2}")]);
        _users.Add(_users[^1].Replace("z14", "a", StringComparison.Ordinal));

        CheckOutcome outcome = await OutsideAsync(_ => 403);

        Assert.Equal(20, outcome.Mailboxes.Count);
        Assert.Equal(Enumerable.Range(0, 15).Select(number => $"z{number:D2}@contoso.com"),
            outcome.Mailboxes.Take(17).Select(one => one.Address).Where(address => address.StartsWith('z')));
    }

    [Theory]
    [InlineData("Mail.Read", "Mail.Read")]
    [InlineData("MailboxSettings.Read", null)]
    [InlineData("Mail.Send Mail.Read", "Mail.Read, Mail.Send")]
    public async Task A_permission_for_all_mailboxes_defeats_the_scope(string roles, string? wide)
    {
        _tenant.GraphRoles([.. roles.Split(' '), StubTenant.Reading]);

        CheckOutcome outcome = await OutsideAsync(_ => 403);

        Assert.Equal(wide, outcome.Findings.SingleOrDefault(finding => finding.Code == "MAILBOX_SCOPE_DEFEATED")?.Subject);
    }

    [Fact]
    public async Task Exchange_tokens_are_looked_at_for_protocols_of_exchange()
    {
        _tenant.ExchangeRoles("full_access_as_app");
        CheckOutcome graph = await OutsideAsync(_ => 403);
        _tenant.Integration = _tenant.Integration with { MailboxAccess = ["ews"] };
        CheckOutcome ews = await _tenant.LookAsync(new MailboxScopeCheck());

        Assert.Empty(graph.Findings);
        Assert.Equal("full_access_as_app", ews.Findings.Single(finding => finding.Code == "MAILBOX_SCOPE_DEFEATED").Subject);
    }

    [Fact]
    public async Task Users_who_would_be_synchronized_and_lie_outside_are_told()
    {
        CheckOutcome outcome = await OutsideAsync(_ => 403, Synchronizing(account => account.Id != "c"));

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal(("SYNCHRONIZED_OUTSIDE_SCOPE", "b@contoso.com"), (finding.Code, finding.Subject));
        Assert.Empty((await OutsideAsync(_ => 403, Synchronizing(_ => false))).Findings);

        static Knowledge Synchronizing(Func<Account, bool> includes) =>
            Knowledge.None.With(UserSyncCheck.CheckId, new SynchronizedUsers(includes));
    }

    [Fact]
    public async Task A_scope_that_holds_all_mailboxes_cannot_be_proven()
    {
        Members(MailboxScopeKind.Group, "a", "b", "c");
        CheckOutcome all = await OutsideAsync(_ => 403, members: false);
        _tenant.GraphRoles("User.Read.All");
        CheckOutcome unknown = await OutsideAsync(_ => 403);

        Assert.Equal((CheckStatus.Open, "every mailbox lies in the scope, so none is left to prove it with"), (all.Status, all.Summary));
        Assert.Equal(CheckStatus.Open, unknown.Status);
        Assert.StartsWith("which mailboxes lie in the scope 'Headquarters' is not known", unknown.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_is_not_tried_without_tokens()
    {
        CheckOutcome outcome = await OutsideAsync(_ => 403, Knowledge.None.With(SignInCheck.CheckId, new SignInFailure("why")));

        Assert.Equal((CheckStatus.Open, "why"), (outcome.Status, outcome.Summary));
    }

    [Theory]
    [InlineData(true, "graph", true)]
    [InlineData(true, "exchange-powershell", false)]
    [InlineData(false, "graph", false)]
    public void A_scope_is_tried_where_one_is_declared_and_a_protocol_is_limited_by_it(
        bool scoped, string protocol, bool applies) => Assert.Equal(applies, new MailboxScopeCheck().AppliesTo(_tenant.Integration with
        {
            MailboxAccess = [protocol],
            MailboxScope = scoped ? new(MailboxScopeKind.Group, "Headquarters") : null,
        }));

    private MailboxProtocol Fake => new("fake", "Fake", _probe) { Api = WellKnown.ExchangeOnline, WhyDenied = "it does" };

    private void Add(params string[] names)
    {
        foreach (string name in names)
        {
            _users.Add($$"""{"id":"{{name}}","displayName":"{{name}}","userPrincipalName":"{{name}}@contoso.com","mail":"{{name}}@contoso.com","accountEnabled":true,"assignedPlans":[{"capabilityStatus":"Enabled","servicePlanId":"efb87545-963c-4e0d-99df-69c6916d9eb0"}]}""");
        }
    }

    private void Name(params string[] addresses) => _tenant.Options = _tenant.Options with { Mailboxes = addresses };

    private void InScope(MailboxScopeKind kind, Guid? id) =>
        _tenant.Integration = _tenant.Integration with { MailboxScope = new(kind, "Headquarters", id) };

    private void Members(MailboxScopeKind kind, params string[] ids) => _tenant.Lists(
        kind == MailboxScopeKind.Group ? $"/groups/{Scope}/members" : $"/directory/administrativeUnits/{Scope}/members",
        [.. ids.Select(id => $$"""{"@odata.type":"#microsoft.graph.user","id":"{{id}}"}""")]);

    private void Named(MailboxScopeKind kind, params Guid[] ids) => _tenant.Lists(
        $"/{(kind == MailboxScopeKind.Group ? "groups" : "directory/administrativeUnits")}?$filter=displayName eq 'Headquarters'",
        [.. ids.Select(id => $$"""{"id":"{{id}}"}""")]);

    private Task<CheckOutcome> LookAsync() => _tenant.Lists("/users?", [.. _users]).LookAsync(new MailboxCheck(Fake));

    // a is in the scope, b and c are not unless others are.
    private Task<CheckOutcome> OutsideAsync(Func<string, int> inboxes, Knowledge? known = null, bool members = true)
    {
        if (_users.Count == 0)
            Add("a", "b", "c");
        InScope(MailboxScopeKind.Group, Scope);
        if (members)
            Members(MailboxScopeKind.Group, "a");
        _tenant.Integration = _tenant.Integration with { MailboxAccess = ["graph"] };
        return _tenant.Lists("/users?", [.. _users]).Says("/$batch", request => Batch(request, inboxes)).LookAsync(new MailboxScopeCheck(), known);
    }

    private static HttpResponseMessage Batch(HttpRequestMessage request, Func<string, int> inboxes)
    {
        JsonNode asked = JsonNode.Parse(request.Content!.ReadAsStream())!;
        return StubTenant.Json(new JsonObject
        {
            ["responses"] = new JsonArray([.. asked["requests"]!.AsArray().Select(one => new JsonObject
            {
                ["id"] = (string)one!["id"]!,
                ["status"] = inboxes(((string)one["url"]!).Split('/')[2]),
                ["body"] = new JsonObject(),
            })]),
        }.ToJsonString());
    }

    /// <summary>A protocol that answers as a test says: reachable unless it says otherwise.</summary>
    private sealed class FakeProbe : IMailboxProbe
    {
        public Dictionary<string, MailboxOutcome> Outcomes { get; } = [];

        public MailboxOutcome[] ByNumber { get; set; } = [];

        public HashSet<string> Archives { get; } = [];

        public IReadOnlyList<Account> Asked { get; private set; } = [];

        public bool WasAsked { get; private set; }

        public MailboxListing? Listing { get; set; }

        public MailboxEvidence? Evidence { get; private set; }

        public (int At, Action Cancel)? Cancelling { get; set; }

        public Task ProbeAsync(IntegrationSession session, IReadOnlyList<Account> accounts, Action<int, MailboxAnswer> answered,
            CancellationToken cancellationToken)
        {
            WasAsked = true;
            Asked = [.. accounts];
            foreach ((int number, Account account) in accounts.Index())
            {
                if (Cancelling is (int at, Action cancel) && number == at)
                {
                    cancel();
                    throw new OperationCanceledException();
                }
                MailboxOutcome outcome = number < ByNumber.Length ? ByNumber[number]
                    : Outcomes.GetValueOrDefault(account.Id, MailboxOutcome.Reachable);
                answered(number, new(account, outcome, outcome == MailboxOutcome.Reachable ? null : $"as found of {account.Id}")
                {
                    HasArchive = Archives.Contains(account.Id),
                });
            }
            return Task.CompletedTask;
        }

        public IReadOnlyList<MailboxAnswer> Interpret(IReadOnlyList<MailboxAnswer> answers, MailboxEvidence evidence)
        {
            Evidence = evidence;
            return answers;
        }

        public Task<MailboxListing?> ListAsync(IntegrationSession session, CancellationToken cancellationToken) => Task.FromResult(Listing);
    }
}
