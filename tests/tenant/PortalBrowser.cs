using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>A tenant's page in a browser, and whatever the browser complained of.</summary>
internal sealed class PortalBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private PortalBrowser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.RequestFailed += (_, request) => Failed.Enqueue($"{request.Url}: {request.Failure}");
        page.Request += (_, request) => Asked.Enqueue(request.Url);
    }

    public IPage Page { get; }

    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Requests without an answer; a request that the page gave up for a newer one is among them.</summary>
    public ConcurrentQueue<string> Failed { get; } = new();

    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<PortalBrowser> OpenAsync(
        TenantClient tenant, string place = "", int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserFactAttribute.Find(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-proxy-server",
            ],
        });
        IPage page = await browser.NewPageAsync(new()
        {
            IgnoreHTTPSErrors = true,
            ViewportSize = new() { Width = width, Height = 800 },
            ColorScheme = scheme,
        });
        PortalBrowser portal = new(playwright, browser, page);
        await page.GotoAsync($"{tenant.Base}/{place}");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Live");
        return portal;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
