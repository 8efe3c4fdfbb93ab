using System.Text;
using System.Text.Json;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using TenantOnboarding.Verification.Directory;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What is read from the directory: accounts, certificates, lists page by page.</summary>
public sealed class AccountTests
{
    private const string Id = "aaaaaaaa-0000-0000-0000-000000000009";

    private readonly StubTenant _tenant = new();

    [Theory]
    [InlineData(Id)]
    [InlineData("AAAAAAAA-0000-0000-0000-000000000009")]
    [InlineData("{aaaaaaaa-0000-0000-0000-000000000009}")]
    [InlineData("anna@contoso.com")]
    [InlineData("")]
    public void An_account_keeps_its_id_to_the_letter_also_after_another(string id)
    {
        Account account = ProbeTests.Licensed with { Id = id };

        Assert.Equal(id, account.Id);
        Assert.Equal(id, (account with { Id = Id } with { Id = id }).Id);
        Assert.Equal(Id, (account with { Id = Id }).Id);
        Assert.Equal((Guid.Parse(Id), null), (account with { Id = Id }).Key);
        Assert.Equal(id == Id ? (Guid.Parse(Id), null) : (default(Guid), id), account.Key);
    }

    [Fact]
    public void What_few_accounts_have_is_kept_and_can_be_taken_away()
    {
        DateTimeOffset day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Account account = ProbeTests.Licensed with { OtherMails = ["home@example.com"], DeletedAt = day, Id = "text" };

        Assert.Equal(["home@example.com"], account.OtherMails);
        Assert.Equal((day, "text"), (account.DeletedAt, account.Id));
        Account plain = account with { OtherMails = [], DeletedAt = null };
        Assert.Empty(plain.OtherMails);
        Assert.Equal((null, "text"), (plain.DeletedAt, plain.Id));
        Assert.Equal(["home@example.com"], (account with { Id = Id }).OtherMails);
    }

    [Theory]
    [InlineData(false, true, false, true)]
    [InlineData(false, false, true, true)]
    [InlineData(false, false, false, false)]
    [InlineData(true, true, true, false)]
    public void A_mailbox_may_be_where_a_member_has_a_licence_or_an_address(
        bool guest, bool licensed, bool mail, bool expected) => Assert.Equal(
        expected,
        Of(mail ? "anna@contoso.com" : null) with { Guest = guest, MailboxPlan = licensed ? "" : null } is { MayHaveMailbox: true });

    [Theory]
    [InlineData("user", false, "user")]
    [InlineData("linked", false, "user")]
    [InlineData("none", false, "user")]
    [InlineData("shared", true, "shared mailbox")]
    [InlineData("room", true, "room mailbox")]
    [InlineData("equipment", true, "equipment mailbox")]
    [InlineData("others", true, "mailbox for another purpose")]
    public void A_purpose_says_whether_a_mailbox_is_a_persons(string purpose, bool shared, string words)
    {
        Account account = ProbeTests.Licensed with { Purpose = purpose };
        Assert.Equal((shared, words), (account.LooksShared, account.KindInWords));
    }

    [Fact]
    public void Without_a_purpose_an_address_without_licence_and_sign_in_looks_shared()
    {
        Account account = Of("info@contoso.com");

        Assert.Equal((true, "likely a shared, room or equipment mailbox"), (account.LooksShared, account.KindInWords));
        Assert.False((account with { Enabled = true }).LooksShared);
        Assert.False((account with { MailboxPlan = "" }).LooksShared);
        Assert.False((account with { OnPremises = true }).LooksShared);
        Assert.Equal((false, "guest"), ((account with { Guest = true }).LooksShared, (account with { Guest = true }).KindInWords));
    }

    [Theory]
    [InlineData("MAIL@contoso.com", true)]
    [InlineData("Principal@contoso.com", true)]
    [InlineData("other@contoso.com", false)]
    public void An_account_answers_to_its_address_and_to_its_name(string address, bool expected)
    {
        Account account = ProbeTests.Licensed with { Names = new("Anna", "principal@contoso.com", "mail@contoso.com") };
        Assert.Equal((expected, "mail@contoso.com"), (account.Answers(address), account.Address));
    }

    [Fact]
    public void A_user_without_anything_but_an_id_is_an_account_without_anything()
    {
        Account account = Read("""{"id":"1"}""");

        Assert.Equal(("1", "1", "1", null), (account.Id, account.DisplayName, account.UserPrincipalName, account.Mail));
        Assert.Empty(account.Addresses);
        Assert.Empty(account.OtherMails);
        Assert.Equal((null, false, false, false, null),
            (account.DeletedAt, account.Enabled, account.Guest, account.OnPremises, account.MailboxPlan));
        Assert.Throws<KeyNotFoundException>(() => Read("{}"));
    }

    [Fact]
    public void What_is_of_another_type_than_expected_is_as_if_it_were_not_there()
    {
        Account account = Read("""
            {"id":"1","displayName":1,"userPrincipalName":null,"mail":[],"proxyAddresses":"SMTP:a@contoso.com","otherMails":{},
             "accountEnabled":"true","userType":true,"assignedPlans":{},"onPremisesSyncEnabled":null,"deletedDateTime":3}
            """);

        Assert.Equal(Read("""{"id":"1"}""") with { Names = account.Names }, account);
        Assert.Equal(("1", "1", null), (account.DisplayName, account.UserPrincipalName, account.Mail));
        Assert.Empty(account.Addresses);
    }

    [Theory]
    [InlineData("\"mail\":\"a@x.com\"", "a@x.com", "a@x.com")]
    [InlineData("\"mail\":\"\"", null, "")]
    [InlineData("\"mail\":\"a@x.com\",\"proxyAddresses\":[\"smtp:b@x.com\",\"SMTP:C@x.com\",\"SIP:d@x.com\",null,\"smtp:A@x.com\"]", "C@x.com", "a@x.com b@x.com C@x.com")]
    [InlineData("\"mail\":\"a@x.com\",\"proxyAddresses\":[\"smtp:b@x.com\"]", "a@x.com", "a@x.com b@x.com")]
    [InlineData("\"proxyAddresses\":[\"smtp:b@x.com\"]", null, "b@x.com")]
    [InlineData("\"proxyAddresses\":[]", null, "")]
    public void The_primary_address_is_the_one_in_capitals_else_the_mail(string json, string? primary, string all)
    {
        Account account = Read($"{{\"id\":\"1\",{json}}}");
        Assert.Equal((primary, all), (account.Mail, string.Join(' ', account.Addresses)));
    }

    [Theory]
    [InlineData("aaaaaaaa000000000000000000000009anna@x.com", "2026-11-01T00:00:00Z", "anna@x.com")]
    [InlineData("aaaaaaaa000000000000000000000009anna@x.com", null, "aaaaaaaa000000000000000000000009anna@x.com")]
    [InlineData("aaaaaaaa000000000000000000000009anna@x.com", "soon", "aaaaaaaa000000000000000000000009anna@x.com")]
    [InlineData("anna@x.com", "2026-11-01T00:00:00Z", "anna@x.com")]
    public void The_name_of_a_deleted_account_is_read_without_its_id(string name, string? deleted, string expected)
    {
        Account account = Read(new System.Text.Json.Nodes.JsonObject
        {
            ["id"] = Id, ["userPrincipalName"] = name, ["deletedDateTime"] = deleted, ["displayName"] = "Anna",
        }.ToJsonString());

        Assert.Equal((expected, "Anna"), (account.UserPrincipalName, account.DisplayName));
        Assert.Equal(deleted is not null and not "soon", account.DeletedAt is not null);
    }

    [Theory]
    [InlineData("Enabled", "\"efb87545-963c-4e0d-99df-69c6916d9eb0\"", "Exchange Online (Plan 2)")]
    [InlineData("Enabled", "\"9aaf7827-d63c-4b61-89c3-182f06f82e5c\"", "Exchange Online (Plan 1)")]
    [InlineData("Enabled", "\"4a82b400-a79f-41a4-b4e2-e94f5787b113\"", "Exchange Online Kiosk")]
    [InlineData("Enabled", "\"1126bef5-da20-4f07-b45e-ad25d2581aa8\"", "Exchange Online Essentials")]
    [InlineData("Enabled", "\"8c3069c0-ccdb-44be-ab77-986203a67df2\"", "Exchange Online (Plan 2) for Government")]
    [InlineData("Enabled", "\"e9b4930a-925f-45e2-ac2a-3f7788ca6fdd\"", "Exchange Online (Plan 1) for Government")]
    [InlineData("Deleted", "\"efb87545-963c-4e0d-99df-69c6916d9eb0\"", null)]
    [InlineData("Enabled", "\"00000000-963c-4e0d-99df-69c6916d9eb0\"", null)]
    [InlineData("Enabled", "\"no id\"", null)]
    [InlineData("Enabled", "1", null)]
    public void A_licence_for_a_mailbox_is_an_enabled_plan_that_carries_one(string status, string plan, string? name)
    {
        Account account = Read($$"""
            {"id":"1","assignedPlans":[{"servicePlanId":"efb87545-963c-4e0d-99df-69c6916d9eb0"},{"capabilityStatus":"Enabled"},
             {"capabilityStatus":"{{status}}","servicePlanId":{{plan}}}]}
            """);
        Assert.Equal((name, name is not null), (account.MailboxPlan, account.Licensed));
    }

    [Fact]
    public void A_registered_certificate_is_read_from_itself_in_either_form_else_from_its_identifier()
    {
        byte[] der = StubTenant.Certificate.RawData;
        KeyCredential whole = new() { KeyId = Guid.Parse(Id), DisplayName = "name", Key = der };
        KeyCredential pem = new() { Key = Encoding.ASCII.GetBytes(StubTenant.Certificate.ExportCertificatePem()) };
        KeyCredential broken = new() { Key = [1, 2, 3], CustomKeyIdentifier = new byte[20], EndDateTime = StubTenant.Now };

        RegisteredCertificate read = RegisteredCertificate.Read(whole);
        Assert.Equal((StubTenant.Certificate.Thumbprint, Id, "name"), (read.Thumbprint, read.KeyId, read.Name));
        Assert.Equal("CN=MailStore Server", read.Subject);
        Assert.Equal((StubTenant.Now.AddYears(-1), StubTenant.Now.AddYears(1)), (read.NotBefore, read.NotAfter));
        Assert.Equal(StubTenant.Certificate.Thumbprint, RegisteredCertificate.Read(pem).Thumbprint);
        Assert.Equal((new string('0', 40), "unknown", null, StubTenant.Now),
            (RegisteredCertificate.Read(broken).Thumbprint, RegisteredCertificate.Read(broken).KeyId,
                RegisteredCertificate.Read(broken).Subject, RegisteredCertificate.Read(broken).NotAfter));
    }

    [Fact]
    public void The_identifier_of_a_certificate_is_bytes_or_digits_or_nothing_that_is_known()
    {
        string digits = new('a', 40);

        Assert.Equal(digits.ToUpperInvariant(), Print(Convert.FromHexString(digits)));
        Assert.Equal(digits.ToUpperInvariant(), Print(Encoding.ASCII.GetBytes(digits)));
        Assert.Equal(digits.ToUpperInvariant(), Print(Convert.FromBase64String(digits)));
        Assert.Equal("key unknown", Print(new byte[12]));
        Assert.Equal("key unknown", Print(null));

        static string Print(byte[]? identifier) =>
            RegisteredCertificate.Read(new() { CustomKeyIdentifier = identifier, Key = [] }).Thumbprint;
    }

    [Fact]
    public async Task Pages_are_read_to_their_end_and_each_account_once()
    {
        Pages("""{"id":"1"},{"id":"2"}""", """{"id":"2"},{"id":"3"}""");

        Assert.Equal(["1", "2", "3"], await AccountsAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_list_whose_next_page_is_lost_is_read_again_from_its_beginning(int status)
    {
        int lost = 0;
        Pages("""{"id":"1"},{"id":"2"}""", """{"id":"3"}""", _ => ++lost < 10 ? Error(status) : null);

        Assert.Equal(["1", "2", "3"], await AccountsAsync());
        Assert.Equal(10, lost);
    }

    [Theory]
    [InlineData(410, 10)]
    [InlineData(403, 1)]
    public async Task A_list_that_cannot_be_read_to_its_end_is_given_up(int status, int times)
    {
        int lost = 0;
        Pages("""{"id":"1"}""", "", _ =>
        {
            lost++;
            return Error(status);
        });

        Assert.Equal(status, (await Assert.ThrowsAsync<ODataError>(() => AccountsAsync())).ResponseStatusCode);
        Assert.Equal(times, lost);
    }

    [Fact]
    public async Task Other_lists_have_pages_too()
    {
        _tenant.Says("/directory/deletedItems", Page("""{"id":"1"}""", "/directory/deletedItems/microsoft.graph.user?page=2"))
            .Lists("/directory/deletedItems/microsoft.graph.user?page=2", """{"id":"2"}""")
            .Says("/groups/g/transitiveMembers", Page("""{"id":"A"}""", "/groups/g/transitiveMembers?page=2"))
            .Lists("/groups/g/transitiveMembers?page=2", """{"id":"B"}""")
            .Says("/applications?", Page("""{"id":"1"}""", "/applications?page=2"))
            .Lists("/applications?page=2", """{"id":"2"}""");

        Assert.Equal(["1", "2"], (await ReadAsync(reader => reader.DeletedAccountsAsync(default))).Select(account => account.Id));
        Assert.Equal(["A", "B"], await ReadAsync(reader => reader.TransitiveMembersAsync("g", default)));
        Assert.Equal(["1", "2"], (await ReadAsync(reader => reader.ApplicationsAsync("x", default))).Select(one => one.Id!));
    }

    [Fact]
    public async Task A_list_without_a_value_is_empty()
    {
        string[] lists = ["/organization", "/groups?", "/directory/administrativeUnits?", "/applications?", "/servicePrincipals?"];
        foreach (string address in lists)
            _tenant.Says(address, "{}");

        Assert.Empty(await ReadAsync(reader => reader.DomainsAsync(default)));
        Assert.Empty(await ReadAsync(reader => reader.GroupsAsync("x", default)));
        Assert.Empty(await ReadAsync(reader => reader.AdministrativeUnitsAsync("x", default)));
        Assert.Empty(await ReadAsync(reader => reader.ApplicationsAsync("x", default)));
        Assert.Null(await ReadAsync(reader => reader.ApiAsync(Guid.Empty, default)));
        Assert.Empty(await ReadAsync(reader => reader.DomainsAsync(default)));
        _tenant.Lists("/organization", """{"id":"1"}""", """{"id":"2","verifiedDomains":[{},{"name":"contoso.com"}]}""");
        Assert.Equal(["contoso.com"], await ReadAsync(reader => reader.DomainsAsync(default)));
    }

    [Fact]
    public async Task A_group_is_found_by_its_id_and_one_that_is_not_there_is_none()
    {
        _tenant.Says($"/groups/{Id}", """{"id":"found"}""");
        Assert.Equal("found", Assert.Single(await ReadAsync(reader => reader.GroupsAsync(Id.ToUpperInvariant(), default))).Id);
        _tenant.Refuses($"/groups/{Id}", 404);
        Assert.Empty(await ReadAsync(reader => reader.GroupsAsync(Id, default)));
        _tenant.Refuses($"/groups/{Id}", 403);
        await Assert.ThrowsAsync<ODataError>(() => ReadAsync(reader => reader.GroupsAsync(Id, default)));
    }

    private static Account Of(string? mail) => new() { Id = "1", Names = new("Anna", "anna@contoso.com", mail) };

    private static Account Read(string json)
    {
        using JsonDocument user = JsonDocument.Parse(json);
        return AccountReader.ToAccount(user.RootElement);
    }

    private static string Page(string items, string next) =>
        $"{{\"value\":[{items}],\"@odata.nextLink\":\"https://tenant.example.test/v1.0{next}\"}}";

    private static HttpResponseMessage Error(int status) => StubTenant.Json("""{"error":{"code":"Lost","message":"No."}}""", status);

    private void Pages(string first, string second, Func<int, HttpResponseMessage?>? losing = null) => _tenant
        .Says("/users?", Page(first, "/users?page=2"))
        .Says("/users?page=2", _ => losing?.Invoke(0) ?? StubTenant.Json($"{{\"value\":[{second}]}}"));

    private Task<string[]> AccountsAsync() => ReadAsync(async reader =>
    {
        List<string> ids = [];
        await foreach (Account account in reader.AccountsAsync(default))
            ids.Add(account.Id);
        return ids.ToArray();
    });

    private Task<T> ReadAsync<T>(Func<DirectoryReader, Task<T>> read) => _tenant.WithSessionAsync(async session =>
        await read((await session.DirectoryAsync(DirectoryPermissions.Users, asApplication: true, default))!));
}
