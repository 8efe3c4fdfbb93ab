using Microsoft.Playwright;
using TenantOnboarding.Tests.Tenant;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>The report as somebody reads it in a browser.</summary>
public sealed class ReportPageTests
{
    private const string Mailboxes = "mailstore-mailboxes";

    [BrowserFact]
    public async Task A_search_finds_rows_by_address_name_and_verdict_without_accents_and_capitals()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(1000));
        ILocator search = browser.Page.Locator($"#{Mailboxes}").GetByRole(AriaRole.Searchbox, new() { Name = "Search mailboxes" });
        ILocator shown = browser.Page.Locator($"#{Mailboxes}").GetByRole(AriaRole.Status);
        await Assertions.Expect(shown).ToHaveTextAsync("1–100 of 1,000 mailboxes");

        await search.FillAsync("muller 000042");
        await Assertions.Expect(browser.Rows(Mailboxes)).ToHaveCountAsync(1);
        await Assertions.Expect(browser.Rows(Mailboxes)).ToContainTextAsync("user000042@contoso.com");
        await Assertions.Expect(shown).ToHaveTextAsync("1–1 of 1 mailboxes");

        await search.FillAsync("access denied");
        await Assertions.Expect(shown).ToHaveTextAsync("1–10 of 10 mailboxes");
        await search.FillAsync("nobody");
        await Assertions.Expect(shown).ToHaveTextAsync("No mailboxes match.");
        await Assertions.Expect(browser.Rows(Mailboxes)).ToHaveCountAsync(0);
        await search.FillAsync("");
        await Assertions.Expect(shown).ToHaveTextAsync("1–100 of 1,000 mailboxes");
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Verdicts_filter_the_rows_and_say_so_to_a_screen_reader()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(1000));
        ILocator part = browser.Page.Locator($"#{Mailboxes}");
        ILocator failed = part.GetByRole(AriaRole.Button, new() { Name = "Failed 10" });
        ILocator toLookAt = part.GetByRole(AriaRole.Button, new() { Name = "To look at 40" });

        await failed.PressAsync("Enter");
        await Assertions.Expect(failed).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(part.GetByRole(AriaRole.Status)).ToHaveTextAsync("1–10 of 10 mailboxes");
        await toLookAt.PressAsync("Space");
        await Assertions.Expect(part.GetByRole(AriaRole.Status)).ToHaveTextAsync("1–50 of 50 mailboxes");
        await failed.ClickAsync();
        await Assertions.Expect(part.GetByRole(AriaRole.Status)).ToHaveTextAsync("1–40 of 40 mailboxes");
        await Assertions.Expect(part.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("not provisioned yet");
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Columns_sort_both_ways_and_pages_turn()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(1000));
        ILocator part = browser.Page.Locator($"#{Mailboxes}");
        ILocator head = part.GetByRole(AriaRole.Columnheader, new() { Name = "Mailbox" });
        await Assertions.Expect(browser.Rows(Mailboxes).First).ToContainTextAsync("access denied");

        await head.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(head).ToHaveAttributeAsync("aria-sort", "ascending");
        await Assertions.Expect(browser.Rows(Mailboxes).First).ToContainTextAsync("user000000@contoso.com");
        await part.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(part.GetByRole(AriaRole.Status)).ToHaveTextAsync("101–200 of 1,000 mailboxes");
        await Assertions.Expect(browser.Rows(Mailboxes).First).ToContainTextAsync("user000100@contoso.com");
        await Assertions.Expect(part.GetByRole(AriaRole.Navigation)).ToContainTextAsync("Page 2 of 10");

        await head.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(head).ToHaveAttributeAsync("aria-sort", "descending");
        await Assertions.Expect(browser.Rows(Mailboxes).First).ToContainTextAsync("user000999@contoso.com");
        await Assertions.Expect(part.GetByRole(AriaRole.Button, new() { Name = "Previous" })).ToHaveAttributeAsync("aria-disabled", "true");
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Without_scripts_summary_findings_and_first_rows_are_there()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(1000), scripts: false);
        IPage page = browser.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("Not ready");
        await Assertions.Expect(page.GetByRole(AriaRole.Article).First).ToContainTextAsync("SHARED_MAILBOX_LEFT_OUT");
        await Assertions.Expect(browser.Rows(Mailboxes)).ToHaveCountAsync(100);
        await Assertions.Expect(browser.Rows(Mailboxes).First).ToContainTextAsync("access denied");
        await Assertions.Expect(page.Locator($"#{Mailboxes} .more"))
            .ToHaveTextAsync("and 900 more, which a browser with scripts shows here; the JSON report has all of them.");
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task The_page_asks_nothing_of_anybody_and_its_policy_stops_what_would()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(200));
        Assert.All(browser.Asked, url => Assert.StartsWith("file:", url, StringComparison.Ordinal));
        await browser.Page.EvaluateAsync(
            """
            () => {
                window.violations = [];
                document.addEventListener("securitypolicyviolation", event => window.violations.push(event.effectiveDirective));
                const image = new Image();
                image.src = "https://example.com/x.png";
                document.body.append(image);
                const script = document.createElement("script");
                script.textContent = "window.injected = true";
                document.body.append(script);
                const style = document.createElement("style");
                style.textContent = "body { display: none }";
                document.body.append(style);
                fetch("https://example.com/").catch(() => {});
            }
            """);
        await browser.Page.WaitForFunctionAsync("() => window.violations.length === 4");
        Assert.Equal("connect-src img-src script-src-elem style-src-elem",
            await browser.Page.EvaluateAsync<string>("() => window.violations.sort().join(' ')"));
        Assert.False(await browser.Page.EvaluateAsync<bool>("() => 'injected' in window"));
    }

    [BrowserFact]
    public async Task Landmarks_headings_tables_and_controls_have_names()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(200));
        IPage page = browser.Page;
        foreach (AriaRole role in new[] { AriaRole.Banner, AriaRole.Main, AriaRole.Contentinfo })
            await Assertions.Expect(page.GetByRole(role)).ToHaveCountAsync(1);
        Assert.Equal("[1,2,2,3,3,3,3,3,2,3,3,3,3]", await page.EvaluateAsync<string>(
            "() => JSON.stringify([...document.querySelectorAll('h1,h2,h3')].map(heading => Number(heading.tagName[1])))"));
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Mailboxes" }).First).ToBeVisibleAsync();
        Assert.Equal("[]", await page.EvaluateAsync<string>(
            """
            () => JSON.stringify([...document.querySelectorAll("button, input, a, svg, [role=region], table")]
                .filter(element => !(element.ariaLabel || element.getAttribute("aria-labelledby") || element.labels?.length
                    || element.textContent.trim() || element.closest("[role=region]")))
                .map(element => element.outerHTML))
            """));
        Assert.Equal("[]", await page.EvaluateAsync<string>(
            """
            () => JSON.stringify([...document.querySelectorAll("[id]")].map(element => element.id)
                .filter((id, place, all) => all.indexOf(id) !== place))
            """));
    }

    [BrowserFact]
    public async Task Light_and_dark_have_contrast_enough()
    {
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(200), scheme: scheme);
            string faint = await browser.Page.EvaluateAsync<string>(Contrast);
            Assert.True(faint == "[]", $"{scheme}: {faint}");
        }
    }

    [BrowserFact]
    public async Task A_phone_shows_every_row_without_scrolling_sideways()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(200), width: 360);
        Assert.Equal(360, await browser.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await Assertions.Expect(browser.Page.Locator($"#{Mailboxes}").GetByRole(AriaRole.Row)).ToHaveCountAsync(101);
        await Assertions.Expect(browser.Page.Locator($"#{Mailboxes}").GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(100);
    }

    [BrowserFact]
    public async Task Paper_shows_the_rows_that_were_chosen_and_no_controls()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(1500));
        await browser.Page.Locator($"#{Mailboxes}").GetByRole(AriaRole.Button, new() { Name = "Reachable 1,425" }).ClickAsync();
        await browser.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await browser.Page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        await Assertions.Expect(browser.Rows(Mailboxes)).ToHaveCountAsync(1000);
        await Assertions.Expect(browser.Page.Locator($"#{Mailboxes}").GetByRole(AriaRole.Searchbox)).ToHaveCountAsync(0);
        await Assertions.Expect(browser.Page.Locator($"#{Mailboxes} .shown")).ToHaveTextAsync("1–1,000 of 1,425 mailboxes");
        await browser.Page.EvaluateAsync("() => dispatchEvent(new Event('afterprint'))");
        await Assertions.Expect(browser.Rows(Mailboxes)).ToHaveCountAsync(100);
        Assert.NotEmpty(await browser.Page.PdfAsync(new() { Format = "A4" }));
    }

    [BrowserFact]
    public async Task A_hundred_thousand_rows_are_all_in_the_page_and_are_found()
    {
        await using ReportBrowser browser = await ReportBrowser.OpenAsync(SampleReport.Large(100_000));
        ILocator part = browser.Page.Locator($"#{Mailboxes}");
        await Assertions.Expect(part.GetByRole(AriaRole.Status)).ToHaveTextAsync("1–100 of 100,000 mailboxes");
        await part.GetByRole(AriaRole.Searchbox).FillAsync("user099999");
        await Assertions.Expect(browser.Rows(Mailboxes)).ToHaveCountAsync(1);
        // Elements, not rows, are what a page costs.
        Assert.InRange(await browser.Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), 1, 5000);
        Assert.Empty(browser.Complaints);
    }

    // WCAG 2.2, 1.4.3: 4.5 to 1, or 3 to 1 for large text. Backgrounds here are plain colours.
    private const string Contrast =
        """
        () => {
            const parse = colour => colour.match(/[\d.]+/g).map(Number);
            const light = ([r, g, b]) => {
                const [x, y, z] = [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * x + 0.7152 * y + 0.0722 * z;
            };
            const behind = element => {
                for (let at = element; at; at = at.parentElement) {
                    const colour = parse(getComputedStyle(at).backgroundColor);
                    if (colour.length === 3 || colour[3] > 0) return colour;
                }
                return [255, 255, 255];
            };
            const faint = new Set();
            for (const element of document.querySelectorAll("body *")) {
                if (element.matches("script, [aria-disabled=true]") || !element.checkVisibility()) continue;
                if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
                const style = getComputedStyle(element);
                const [one, other] = [light(parse(style.color)), light(behind(element))].sort((a, b) => b - a);
                const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
                const ratio = (one + 0.05) / (other + 0.05);
                if (ratio < (large ? 3 : 4.5)) faint.add(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
            }
            return JSON.stringify([...faint]);
        }
        """;
}
