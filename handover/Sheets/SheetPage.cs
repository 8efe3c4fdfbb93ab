using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;
using static TenantOnboarding.Verification.Reporting.HtmlPage;

namespace TenantOnboarding.HandOver.Sheets;

/// <summary>The sheet as one page that needs nothing else: to copy from, to print and to tick off.</summary>
public static class SheetPage
{
    /// <summary>Renders the page.</summary>
    public static string Render(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        using StringWriter writer = new();
        HtmlPage page = new(writer);
        string style = Style();
        page.Line("<!DOCTYPE html>");
        page.Line("<html lang=\"en\">");
        page.Line("<head>");
        page.Line("<meta charset=\"utf-8\">");
        page.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {Hash(style)}; base-uri 'none'; "
            + "form-action 'none'\">");
        page.Line("<meta name=\"referrer\" content=\"no-referrer\">");
        page.Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Line("<meta name=\"color-scheme\" content=\"light dark\">");
        page.Line($"<title>{Encode(sheet.Tenant.Domain)}: what to enter where</title>");
        page.Line($"<style>{style}</style>");
        page.Line("</head>");
        page.Line("<body>");
        Header(page, sheet);
        page.Line("<main>");
        foreach (ProductSheet product in sheet.Products)
            Product(page, product);
        page.Line("</main>");
        page.Line("<footer>");
        page.Line("<p>Made from the stack's outputs. Nothing on this page is secret: private keys and passwords are not in it.</p>");
        page.Line("</footer>");
        page.Line("</body>");
        page.Line("</html>");
        return writer.ToString();
    }

    private static void Header(HtmlPage page, Sheet sheet)
    {
        page.Line("<header>");
        page.Line("<p class=\"kicker\">What to enter where</p>");
        page.Line($"<h1>{Encode(sheet.Tenant.Domain).Replace(".", "<wbr>.", StringComparison.Ordinal)}</h1>");
        page.Line("<dl class=\"facts\">");
        page.Line($"<div><dt>Tenant id</dt><dd><code class=\"value\">{sheet.Tenant.Id}</code></dd></div>");
        page.Line($"<div><dt>Cloud</dt><dd>{Encode(Cloud.Of(sheet.Tenant.Environment).Name)}</dd></div>");
        page.Line("</dl>");
        page.Line("<p class=\"note\">A click on a value selects all of it.</p>");
        page.Line("</header>");
    }

    private static void Product(HtmlPage page, ProductSheet product)
    {
        page.Line($"<section id=\"{Encode(product.Integration)}\" class=\"integration\">");
        page.Line($"<h2>{Encode(product.DisplayName)}</h2>");
        if (product.Product != product.DisplayName)
            page.Line($"<p class=\"kicker\">{Encode(product.Product)}</p>");
        foreach (SheetSection section in product.Sections)
        {
            page.Line($"<h3>{Encode(section.Title)}</h3>");
            if (section.Where is string where)
                page.Line($"<p class=\"where\">{Encode(where)}</p>");
            page.Line("<ul class=\"entries\">");
            foreach (SheetEntry entry in section.Entries)
                Entry(page, entry);
            page.Line("</ul>");
        }
        page.Line("</section>");
    }

    private static void Entry(HtmlPage page, SheetEntry entry)
    {
        string act = SheetWords.Of(entry.Act);
        page.Line($"<li><span class=\"tick\" aria-hidden=\"true\"></span><span class=\"act {act.ToLowerInvariant()}\">{act}</span>");
        page.Line($"<div><span class=\"field\">{Encode(entry.Field)}</span> <code class=\"value\">{Encode(entry.Value)}</code>");
        if (entry.Note is string note)
            page.Line($"<p class=\"remark\">{Encode(note)}</p>");
        page.Line("</div></li>");
    }

    // The page is of the same hand as the verification's report. The policy names the hash of exactly what stands between the tags, as a
    // browser reads it: with line feeds.
    private static string Style()
    {
        using Stream stream = typeof(SheetPage).Assembly.GetManifestResourceStream("sheet.css")!;
        using StreamReader reader = new(stream);
        return $"\n{EmbeddedText.Read("colours.css")}{EmbeddedText.Read("report.css")}{reader.ReadToEnd()}".ReplaceLineEndings("\n");
    }
}
