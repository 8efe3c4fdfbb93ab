using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Whom a product would take, and under which addresses, account by account, on a tenant of a few answers.</summary>
public sealed class UserJudgementTests
{
    private readonly StubTenant _tenant = new();
    private readonly List<string> _users = [], _deleted = [];

    [Theory]
    [InlineData(UserFilter.Licensed, "licensed", true, "licensed: Exchange Online (Plan 2)", false)]
    [InlineData(UserFilter.Licensed, "licensed disabled", true, "licensed: Exchange Online (Plan 2), sign-in disabled", false)]
    [InlineData(UserFilter.Licensed, "plain", false, "no licence for a mailbox", false)]
    [InlineData(UserFilter.Licensed, "plain disabled", false, "no licence for a mailbox, sign-in disabled", false)]
    [InlineData(UserFilter.Licensed, "guest disabled", false, "guest: no licence for a mailbox", false)]
    [InlineData(UserFilter.Licensed, "shared disabled", false, "no licence for a mailbox: likely a shared, room or equipment mailbox", true)]
    [InlineData(UserFilter.Licensed, "local mail", false, "no licence for a mailbox: it is likely on premises", false)]
    [InlineData(UserFilter.Licensed, "local", false, "no licence for a mailbox", false)]
    [InlineData(UserFilter.Licensed, "mail", false, "no licence for a mailbox", false)]
    [InlineData(UserFilter.Enabled, "plain", true, "sign-in enabled", false)]
    [InlineData(UserFilter.Enabled, "guest", true, "enabled guest", true)]
    [InlineData(UserFilter.Enabled, "licensed disabled", false, "sign-in disabled", true)]
    [InlineData(UserFilter.Enabled, "plain disabled", false, "sign-in disabled", false)]
    [InlineData(UserFilter.Enabled, "shared disabled", false, "sign-in disabled: likely a shared, room or equipment mailbox", true)]
    [InlineData(UserFilter.Groups, "member", true, "member of a group of the filter", false)]
    [InlineData(UserFilter.Groups, "licensed", false, "in no group of the filter", false)]
    [InlineData(UserFilter.Groups, "shared disabled", false, "in no group of the filter: likely a shared, room or equipment mailbox", true)]
    [InlineData(UserFilter.All, "plain disabled", true, "every account", false)]
    [InlineData(UserFilter.All, "guest", true, "every account: guest", true)]
    public async Task A_filter_takes_or_leaves_an_account_for_a_reason(
        UserFilter filter, string kind, bool synchronized, string reason, bool attention)
    {
        Add("anna", kind);

        UserVerdict verdict = Assert.Single((await SyncAsync(filter, "Archive")).Users);

        Assert.Equal(("anna@contoso.com", "anna", synchronized, reason, attention),
            (verdict.UserPrincipalName, verdict.DisplayName, verdict.Synchronized, verdict.Reason, verdict.Attention));
    }

    [Fact]
    public async Task What_a_filter_leaves_out_or_takes_too_many_of_is_told_by_kind()
    {
        Add("a", "plain");
        Add("b", "licensed disabled");
        Add("c", "shared disabled");
        Add("d", "guest");

        CheckOutcome outcome = await SyncAsync(UserFilter.Enabled);

        Assert.Equal("enabled users only: 2 of 4 accounts would be synchronized, 2 left out", outcome.Summary);
        Assert.Equal(
            [("SHARED_MAILBOX_LEFT_OUT", "c@contoso.com"), ("LICENSED_USER_LEFT_OUT", "b@contoso.com"), ("GUEST_SYNCHRONIZED", "d@contoso.com")],
            Found(outcome));
    }

    [Fact]
    public async Task A_filter_that_takes_nobody_is_an_error_and_one_that_takes_one_is_none()
    {
        Add("a", "plain");
        Assert.Equal([("NO_USER_SYNCHRONIZED", "licensed users only")], Found(await SyncAsync(UserFilter.Licensed)));
        Add("b", "licensed");
        Assert.Empty(Found(await SyncAsync(UserFilter.Licensed)));
    }

    [Fact]
    public async Task Groups_are_found_by_their_names_and_those_that_are_none_or_two_are_errors()
    {
        Add("a", "plain");
        _tenant.Lists("/groups?$filter=displayName eq 'Nobody''s'").Lists("/groups?$filter=displayName eq 'Twice'", """{"id":"1"}""", """{"id":"2"}""");

        CheckOutcome outcome = await SyncAsync(UserFilter.Groups, "Nobody's", "Twice");

        Assert.Equal([("GROUP_NOT_FOUND", "Nobody's"), ("GROUP_AMBIGUOUS", "Twice")], Found(outcome));
        Assert.Contains("2 groups have this name (1, 2).", outcome.Findings[1].Cause, StringComparison.Ordinal);
        Assert.StartsWith("members of Nobody's, Twice only: 0 of 1 account", outcome.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_that_nobody_may_read_leave_the_synchronization_open()
    {
        Add("a", "plain");
        _tenant.GraphRoles("User.Read.All");

        CheckOutcome outcome = await SyncAsync(UserFilter.Groups, "Archive");

        Assert.Equal((CheckStatus.Open, "to read it the application would need GroupMember.Read.All or Directory.Read.All; an operator could read it"),
            (outcome.Status, outcome.Summary));
    }

    [Fact]
    public async Task Later_checks_learn_whom_the_filter_takes()
    {
        Add("a", "licensed");
        Add("b", "plain");

        SynchronizedUsers learned = Assert.IsType<SynchronizedUsers>((await SyncAsync(UserFilter.Licensed)).Learned);

        Assert.True(learned.Includes(ProbeTests.Licensed));
        Assert.False(learned.Includes(ProbeTests.Licensed with { MailboxPlan = null }));
    }

    [Fact]
    public async Task Accounts_under_addresses_of_their_own_in_verified_domains_pass()
    {
        Add("anna", "licensed", "smtp:berger@CONTOSO.com");
        Add("peter", "licensed", "SMTP:peter@contoso.com", "smtp:p@elsewhere.example");
        Add("nora", "guest mail");

        CheckOutcome outcome = await AddressesAsync();

        Assert.Equal((CheckStatus.Passed, "2 accounts, each under addresses of its own"), (outcome.Status, outcome.Summary));
    }

    [Fact]
    public async Task Addresses_of_several_accounts_are_told_in_order_with_who_carries_them()
    {
        Add("anna", "licensed", "smtp:info@contoso.com", "smtp:CEO@contoso.com");
        Add("peter", "licensed", "smtp:Info@contoso.com");
        Add("zoe", "licensed", "smtp:ceo@contoso.com", "smtp:info@contoso.com");

        CheckOutcome outcome = await AddressesAsync();

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal(("ADDRESS_TWICE", "CEO@contoso.com, info@contoso.com"), (finding.Code, finding.Subject));
        Assert.Contains("CEO@contoso.com (anna@contoso.com, zoe@contoso.com), info@contoso.com (anna@contoso.com, peter@contoso.com, zoe@contoso.com)",
            finding.Cause, StringComparison.Ordinal);
        Assert.Equal("3 accounts, 2 addresses of more than one of them", outcome.Summary);
    }

    [Fact]
    public async Task An_address_that_an_account_carries_twice_is_nobody_elses()
    {
        Add("anna", "licensed other:ANNA@contoso.com", "smtp:Anna@contoso.com");
        Add("peter", "plain mail other:anna@contoso.com");

        SynchronizedUsers licensed = new(account => account.Licensed);
        Assert.Empty(Found(await AddressesAsync(Knowledge.None.With(UserSyncCheck.CheckId, licensed))));
        Assert.Equal([("ADDRESS_TWICE", "Anna@contoso.com")], Found(await AddressesAsync()));
    }

    [Fact]
    public async Task An_account_with_no_address_in_a_verified_domain_is_told_with_its_domains()
    {
        Add("anna", "licensed", "SMTP:anna@old.example", "smtp:a@Other.example", "smtp:b@OLD.example");
        Add("peter", "licensed", "SMTP:peter@old.example", "smtp:peter@contoso.com");
        Add("nora", "guest mail", "SMTP:nora@old.example");
        Add("zoe", "plain");

        CheckOutcome outcome = await AddressesAsync(Knowledge.None.With(UserSyncCheck.CheckId, new SynchronizedUsers(_ => true)));

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal(("ADDRESS_DOMAIN_UNVERIFIED", "anna@old.example"), (finding.Code, finding.Subject));
        Assert.Contains("(old.example, Other.example)", finding.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(401)]
    public async Task Domains_that_are_not_told_are_said_to_be_unknown(int status)
    {
        Add("anna", "licensed");
        _tenant.GraphRoles("User.Read.All");
        CheckOutcome nobody = await AddressesAsync();
        _tenant.GraphRoles("User.Read.All", "Organization.Read.All");

        CheckOutcome refused = await AddressesAsync(refusal: status);

        Assert.Equal("1 account, each under addresses of its own; which domains are verified is not known: to read it the application would need "
            + "Organization.Read.All or Directory.Read.All; an operator could read it", nobody.Summary);
        Assert.Equal($"1 account, each under addresses of its own; which domains are verified is not known: the directory refuses the read ({status} Denied)",
            refused.Summary);
    }

    [Fact]
    public async Task Deleted_accounts_with_an_address_are_told_with_the_day_that_the_first_is_lost()
    {
        _deleted.Add("""{"id":"1","mail":"old@contoso.com","deletedDateTime":"2026-11-10T00:00:00Z"}""");
        _deleted.Add("""{"id":"2","mail":"older@contoso.com","deletedDateTime":"2026-11-01T00:00:00Z"}""");
        _deleted.Add("""{"id":"3","deletedDateTime":"2026-10-30T00:00:00Z"}""");
        _deleted.Add("""{"id":"4","mail":"guest@contoso.com","userType":"Guest","deletedDateTime":"2026-10-30T00:00:00Z"}""");

        Finding finding = Assert.Single((await AddressesAsync()).Findings);

        Assert.Equal(("ACCOUNT_DELETED", "old@contoso.com, older@contoso.com"), (finding.Code, finding.Subject));
        Assert.Contains("the first of them until 2026-12-01.", finding.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(400, false)]
    public async Task Who_may_not_read_the_deleted_learns_of_none(int status, bool passes)
    {
        _tenant.Refuses("/directory/deletedItems", status);

        Exception? failure = await Record.ExceptionAsync(async () => Assert.Empty((await AddressesAsync()).Findings));

        Assert.Equal(passes, failure is null);
    }

    [Fact]
    public async Task Without_accounts_both_are_open()
    {
        _tenant.GraphRoles("Mail.Read");

        CheckOutcome addresses = await AddressesAsync(), sync = await SyncAsync(UserFilter.All);

        Assert.Equal((CheckStatus.Open, CheckStatus.Open), (addresses.Status, sync.Status));
        Assert.Equal("to read it the application would need User.Read.All or Directory.Read.All; an operator could read it", addresses.Summary);
        Assert.Equal(addresses.Summary, sync.Summary);
    }

    [Theory]
    [InlineData(PermissionType.Application, "User.Read.All", true)]
    [InlineData(PermissionType.Application, "User.ReadWrite.All", true)]
    [InlineData(PermissionType.Application, "Directory.Read.All", true)]
    [InlineData(PermissionType.Application, "Mail.Read", false)]
    [InlineData(PermissionType.Delegated, "User.Read.All", false)]
    public void Addresses_are_looked_at_where_the_product_takes_or_may_read_users(PermissionType type, string permission, bool applies)
    {
        IntegrationOutputs integration = _tenant.Integration with { Permissions = [new("Microsoft Graph", Guid.Empty, type, permission, Guid.Empty)] };

        Assert.Equal(applies, new AddressCheck().AppliesTo(integration));
        Assert.True(new AddressCheck().AppliesTo(integration with { UserSync = new(UserFilter.All, []) }));
    }

    private static (string Code, string Subject)[] Found(CheckOutcome outcome) =>
        [.. outcome.Findings.Select(finding => (finding.Code, finding.Subject))];

    private void Add(string name, string kind, params string[] proxies)
    {
        string[] words = kind.Split(' ');
        bool mail = words.Any(word => word is "licensed" or "shared" or "mail" or "member");
        _users.Add(new JsonObject
        {
            ["id"] = words.Contains("member") ? "member" : name,
            ["displayName"] = name,
            ["userPrincipalName"] = $"{name}@contoso.com",
            ["mail"] = mail && proxies.Length == 0 ? $"{name}@contoso.com" : null,
            ["proxyAddresses"] = new JsonArray([.. proxies.Select(proxy => (JsonNode)proxy)]),
            ["otherMails"] = new JsonArray(
                [.. words.Where(word => word.StartsWith("other:", StringComparison.Ordinal)).Select(word => (JsonNode)word[6..])]),
            ["accountEnabled"] = !words.Contains("disabled"),
            ["userType"] = words.Contains("guest") ? "Guest" : "Member",
            ["onPremisesSyncEnabled"] = words.Contains("local"),
            ["assignedPlans"] = words.Contains("licensed")
                ? new JsonArray(new JsonObject { ["capabilityStatus"] = "Enabled", ["servicePlanId"] = "efb87545-963c-4e0d-99df-69c6916d9eb0" }) : [],
        }.ToJsonString());
    }

    private StubTenant Tenant()
    {
        if (!_tenant.Known("/directory/deletedItems"))
            _tenant.Lists("/directory/deletedItems", [.. _deleted]);
        return _tenant.Lists("/users?", [.. _users]);
    }

    private Task<CheckOutcome> SyncAsync(UserFilter filter, params string[] groups)
    {
        if (groups is ["Archive"])
        {
            _tenant.Lists("/groups?$filter=displayName eq 'Archive'", """{"id":"bbbbbbbb-0000-0000-0000-000000000001"}""")
                .Lists("/groups/bbbbbbbb-0000-0000-0000-000000000001/transitiveMembers", """{"@odata.type":"#microsoft.graph.user","id":"MEMBER"}""");
        }
        _tenant.Integration = _tenant.Integration with { UserSync = new(filter, groups) };
        return Tenant().LookAsync(new UserSyncCheck());
    }

    private Task<CheckOutcome> AddressesAsync(Knowledge? known = null, int? refusal = null)
    {
        StubTenant tenant = refusal is int status ? Tenant().Refuses("/organization", status)
            : Tenant().Lists("/organization", """{"id":"1","verifiedDomains":[{"name":"contoso.com"},{"name":"contoso.onmicrosoft.com"}]}""");
        return tenant.LookAsync(new AddressCheck(), known);
    }
}
