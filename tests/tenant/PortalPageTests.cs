using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>The tenant's page as somebody sees it in a browser.</summary>
public sealed class PortalPageTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'&amp;\u202Egnp.exe";

    [BrowserFact]
    public async Task What_is_deployed_appears_without_a_reload()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await using PortalBrowser portal = await PortalBrowser.OpenAsync(tenant);
        IPage page = portal.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("App registrations");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);

        TestApplication application = await tenant.RegisterAsync("MailStore", (TenantClient.GraphAppId, "Mail.Read"));
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Link, new() { Name = "MailStore" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(application.AppId.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Certificates & secrets" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(application.Certificate.Thumbprint);
        await page.GetByRole(AriaRole.Link, new() { Name = "API permissions" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Granted for Contoso");

        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["displayName"] = "Renamed" }))
            .Is(HttpStatusCode.NoContent);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Renamed");
        (await tenant.DeleteAsync($"/v1.0/applications/{application.Id}")).Is(HttpStatusCode.NoContent);
        await Assertions.Expect(page.Locator("#content")).ToHaveTextAsync("This app registration does not exist any more.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Requests received" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync($"DELETE /v1.0/applications/{application.Id}");
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("204");
        Assert.Empty(portal.Complaints);
    }

    [BrowserFact]
    public async Task Every_part_draws_without_a_complaint_and_asks_no_other_server()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await using PortalBrowser portal = await PortalBrowser.OpenAsync(tenant);
        foreach (string section in new[] { "principals", "users", "groups", "mailboxes", "requests", "applications" })
        {
            await portal.Page.Locator($"#section-{section}").ClickAsync();
            await Assertions.Expect(portal.Page.Locator($"#section-{section}")).ToHaveAttributeAsync("aria-current", "page");
            await Assertions.Expect(portal.Page.Locator("tbody tr").First).ToBeVisibleAsync();
            if (section == "requests")
                continue;
            await portal.Page.Locator("tbody a").First.ClickAsync();
            await Assertions.Expect(portal.Page.Locator("dl").First).ToBeVisibleAsync();
        }
        Assert.All(portal.Asked, url => Assert.StartsWith(tenant.Base + "/", url, StringComparison.Ordinal));
        Assert.Empty(portal.Complaints);
    }

    [BrowserFact]
    public async Task Hostile_names_stay_text()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("Application");
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["displayName"] = Hostile, ["notes"] = Hostile }))
            .Is(HttpStatusCode.NoContent);
        await tenant.GetAsync("/v1.0/users?$filter=" + Uri.EscapeDataString("displayName eq '<script>alert(1)</script>'"));
        await using PortalBrowser portal = await PortalBrowser.OpenAsync(tenant);
        int dialogs = 0;
        portal.Page.Dialog += async (_, dialog) =>
        {
            dialogs++;
            await dialog.DismissAsync();
        };
        await portal.Page.Locator("tbody a").First.ClickAsync();
        await Assertions.Expect(portal.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Hostile);
        await portal.Page.Locator("#section-requests").ClickAsync();
        await Assertions.Expect(portal.Page.Locator("tbody")).ToContainTextAsync("/v1.0/users");
        Assert.Equal(1, await portal.Page.Locator("img").CountAsync());
        Assert.Equal(0, dialogs);
        Assert.Empty(portal.Complaints);
    }

    [BrowserFact]
    public async Task It_can_be_used_with_the_keyboard_alone_and_keeps_the_focus_while_it_updates()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await using PortalBrowser portal = await PortalBrowser.OpenAsync(tenant);
        IPage page = portal.Page;
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("oper");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        ILocator row = page.GetByRole(AriaRole.Link, new() { Name = "Operator" });
        await Assertions.Expect(row).ToBeFocusedAsync();
        await tenant.RegisterAsync("Operations");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(row).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Operator");
        Assert.Empty(portal.Complaints);
    }

    [BrowserFact]
    public async Task It_fits_a_phone_and_pages_through_many_users()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new() { Users = 20_000 });
        DirectoryUser user = tenant.Server.Directory.FindUser("anna.berger@contoso.com")!;
        tenant.Server.Directory.SetUser(user with { DisplayName = new string('W', 500) });
        await using PortalBrowser portal = await PortalBrowser.OpenAsync(tenant, "#/users", width: 320, scheme: ColorScheme.Dark);
        IPage page = portal.Page;
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(50);
        foreach (string section in new[] { "users", "mailboxes", "applications", "requests" })
        {
            await page.Locator($"#section-{section}").ClickAsync();
            await Assertions.Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
            Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
        await page.Locator("#section-users").ClickAsync();
        await Assertions.Expect(page.Locator("caption")).ToHaveTextAsync("1 to 50 of 20,025");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.Locator("caption")).ToHaveTextAsync("51 to 100 of 20,025");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("19999");
        await Assertions.Expect(page.Locator("caption")).ToHaveTextAsync("1 in all");
        Assert.Equal("rgb(20, 24, 29)", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        Assert.Empty(portal.Complaints);
    }

    [BrowserFact]
    public async Task A_hundred_thousand_users_are_paged_and_searched()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new() { Users = 100_000 });
        await using PortalBrowser portal = await PortalBrowser.OpenAsync(tenant, "#/users");
        IPage page = portal.Page;
        await Assertions.Expect(page.Locator("caption")).ToHaveTextAsync("1 to 50 of 100,025");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.Locator("caption")).ToHaveTextAsync("51 to 100 of 100,025");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("99999");
        await Assertions.Expect(page.Locator("caption")).ToHaveTextAsync("1 in all");
        Assert.Empty(portal.Complaints);
    }

    [BrowserFact]
    public async Task A_command_of_imap_shows_with_its_answer_and_a_lost_connection_as_such()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new()
        {
            FailAt =
            [
                new(1, FaultKind.ServiceUnavailable, RequestProtocol.Imap),
                new(2, FaultKind.ConnectionDropped, RequestProtocol.Imap),
            ],
        });
        await using (ImapConversation session = await ImapConversation.OpenAsync(tenant.Server))
        {
            await session.RunAsync("CAPABILITY");
            Assert.Equal("", await session.ReadToEndAsync("a NOOP"));
        }
        await using PortalBrowser portal = await PortalBrowser.OpenAsync(tenant, "#/requests");
        ILocator rows = portal.Page.Locator("tbody tr");
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync("lost");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("CAPABILITY imap://");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("NO");
        Assert.Empty(portal.Complaints);
    }

    [BrowserFact]
    public async Task It_says_that_the_tenant_stopped()
    {
        TenantClient tenant = await TenantClient.StartAsync();
        await using PortalBrowser portal = await PortalBrowser.OpenAsync(tenant);
        await tenant.DisposeAsync();
        await Assertions.Expect(portal.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The tenant does not answer");
        await Assertions.Expect(portal.Page.Locator("tbody tr")).ToHaveCountAsync(2);
    }
}
