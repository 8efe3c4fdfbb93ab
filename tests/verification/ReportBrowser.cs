using System.Collections.Concurrent;
using Microsoft.Playwright;
using TenantOnboarding.Tests.Tenant;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>A report as a file in a browser, and whatever the browser complained of or asked for.</summary>
internal sealed class ReportBrowser : IAsyncDisposable
{
    private readonly string _folder;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ReportBrowser(string folder, IPlaywright playwright, IBrowser browser, IPage page)
    {
        _folder = folder;
        _playwright = playwright;
        _browser = browser;
        Page = page;
        page.Console += (_, message) => Complaints.Enqueue(message.Text);
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.Dialog += async (_, dialog) =>
        {
            Complaints.Enqueue($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) => Asked.Enqueue(request.Url);
    }

    public IPage Page { get; }

    public ConcurrentQueue<string> Complaints { get; } = new();

    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<ReportBrowser> OpenAsync(VerificationReport report, int width = 1280, ColorScheme scheme = ColorScheme.Light,
        bool scripts = true)
    {
        string folder = System.IO.Directory.CreateTempSubdirectory("report-").FullName;
        string file = Path.Combine(folder, "report.html");
        await using (StreamWriter writer = new(file))
            HtmlReport.Write(writer, report);
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
            ViewportSize = new() { Width = width, Height = 800 },
            ColorScheme = scheme,
            JavaScriptEnabled = scripts,
        });
        ReportBrowser opened = new(folder, playwright, browser, page);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return opened;
    }

    public ILocator Rows(string part) => Page.Locator($"#{part} tbody tr");

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
