using SimulatedTenant;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class SeedTests
{
    [Fact]
    public async Task Company_has_one_of_each_kind_of_account()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        IReadOnlyList<DirectoryUser> users = tenant.Directory.Users;
        Assert.Equal(25, users.Count);
        Assert.Equal(2, users.Count(u => u.UserType == "Guest"));
        Assert.Equal(3, users.Count(u => u.Mailbox?.Kind == MailboxKind.Shared));
        Assert.Single(users, u => u.Mailbox?.Kind == MailboxKind.Room);
        Assert.Single(users, u => u is { AccountEnabled: false, Licence: not null, Mailbox.Kind: MailboxKind.User });
        Assert.Single(users, u => u.Mailbox?.State == MailboxState.NotProvisioned);
        Assert.Single(users, u => u is { OnPremisesSyncEnabled: true, Mailbox.State: MailboxState.OnPremises });
        Assert.Single(users, u => u is { Mailbox: null, Licence: not null }); // a licence with an Exchange plan that is no mailbox
        Assert.All(users.Where(u => u.Mailbox is { Kind: not MailboxKind.User }), u => Assert.False(u.AccountEnabled));
        Assert.Equal(["Accounting", "All staff", "Archive mailboxes", "Management"], tenant.Directory.Groups.Select(g => g.DisplayName).Order(StringComparer.Ordinal));
        Assert.Equal("Headquarters", Assert.Single(tenant.Directory.AdministrativeUnits).DisplayName);
    }

    [Fact]
    public async Task Ids_are_the_same_in_every_run()
    {
        await using TenantServer first = await TenantServer.StartAsync(new TenantOptions { Users = 50 });
        await using TenantServer second = await TenantServer.StartAsync(new TenantOptions { Users = 50 });
        Assert.Equal(first.Directory.Users.Select(u => u.Id), second.Directory.Users.Select(u => u.Id));
        Assert.Equal(first.Directory.Groups.Select(g => g.Id), second.Directory.Groups.Select(g => g.Id));
        Assert.Equal(first.Deployer.ClientId, second.Deployer.ClientId);
        Assert.NotEqual(first.Deployer.ClientSecret, second.Deployer.ClientSecret);
        Assert.NotEqual(first.Url, second.Url);
    }

    [Fact]
    public async Task Wrong_options_are_all_named_at_once()
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => TenantServer.StartAsync(new TenantOptions { Domain = "contoso", Users = -1, Port = 70000 }));
        Assert.Equal(
            [
                "Domain is 'contoso'; expected a DNS name such as contoso.onmicrosoft.com.",
                "Port is 70000; expected 0 (any free one) to 65535.",
                "Users is -1; expected 0 to 100000.",
            ],
            error.Message.Split(Environment.NewLine));
    }

    [Fact]
    public async Task Port_that_is_taken_is_an_error()
    {
        await using TenantServer first = await TenantServer.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => TenantServer.StartAsync(new TenantOptions { Port = first.Url.Port }));
        IOException imap =
            await Assert.ThrowsAsync<IOException>(() => TenantServer.StartAsync(new TenantOptions { ImapPort = first.ImapPort }));
        Assert.Contains($"127.0.0.1:{first.ImapPort}", imap.Message, StringComparison.Ordinal);
    }
}
