using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantOnboarding.HandOver.Sheets;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Tests.HandOver;

public sealed class SheetTests
{
    private const string Hostile = "</code><script>alert(1)</script> | `x` \u202E";

    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> SampleNames => [.. Samples.Names];

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void A_samples_sheet_is_the_one_that_lies_beside_it(string name) =>
        Samples.Matches(name, "hand-over.md", SheetMarkdown.Render(SheetOf(name)));

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Every_view_holds_every_value(string name)
    {
        Sheet sheet = SheetOf(name);
        string page = WebUtility.HtmlDecode(SheetPage.Render(sheet)), json = JsonNode.Parse(SheetJson.Render(sheet))!.ToJsonString(
            new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        Assert.All(sheet.Products.SelectMany(product => product.Sections).SelectMany(section => section.Entries), entry =>
        {
            Assert.Contains($"<code class=\"value\">{entry.Value}</code>", page, StringComparison.Ordinal);
            Assert.Contains($"\"value\":\"{entry.Value}\"", json, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_page_asks_nobody_for_anything_and_runs_nothing()
    {
        string page = SheetPage.Render(SheetOf("mailstore-server"));
        string style = Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;

        Assert.Contains($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        Sheet sheet = new(new(Guid.Empty, Hostile, "public"), [new(Hostile, Hostile, Hostile,
            [new(Hostile, Hostile, [new(SheetAct.Enter, Hostile, Hostile, Hostile)])])]);

        string page = SheetPage.Render(sheet), markdown = SheetMarkdown.Render(sheet);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page + markdown);
        Assert.DoesNotContain("<script>", markdown.Replace(@"\<", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(markdown.Split('\n').Where(line => line.StartsWith("| Enter", StringComparison.Ordinal)), line =>
            Assert.Equal(5, Regex.Count(line, @"(?<!\\)\|")));
    }

    [Fact]
    public void A_certificate_that_expired_or_is_not_valid_yet_says_so()
    {
        Sheet before = Sheet.Of(Outputs("mailstore-server"), new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero)),
            after = Sheet.Of(Outputs("mailstore-server"), new(2036, 6, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            [
                "CN=MailStore Server 2027, valid from 2026-09-01 to 2037-01-01: it is not valid yet. The product signs in with one of those that are listed here.",
                "CN=MailStore Server, valid from 2026-01-01 to 2036-01-01. The product signs in with one of those that are listed here.",
            ],
            Notes(before));
        Assert.Equal("CN=MailStore Server, valid from 2026-01-01 to 2036-01-01: it has expired, and the tenant refuses it. "
            + "The product signs in with one of those that are listed here.", Notes(after)[1]);

        static string[] Notes(Sheet sheet) =>
            [.. sheet.Products[0].Sections.SelectMany(section => section.Entries)
                .Where(entry => entry.Field == "Certificate, thumbprint").Select(entry => entry.Note!)];
    }

    [Theory]
    [InlineData("usgovernment", " -ExchangeEnvironmentName O365USGovGCCHigh")]
    [InlineData("dod", " -ExchangeEnvironmentName O365USGovDoD")]
    [InlineData("china", " -ExchangeEnvironmentName O365China")]
    [InlineData("public", "")]
    public void Activates_command_names_the_cloud(string cloud, string expected)
    {
        OutputsDocument outputs = Outputs("activate");

        Sheet sheet = Sheet.Of(outputs with { Tenant = outputs.Tenant with { Environment = cloud } }, Now);

        Assert.EndsWith($"-CertificateThumbprint 747DCE2695BD495777D62C92EC1AB9B77B62C342{expected}",
            sheet.Products[0].Sections[1].Entries.Single(entry => entry.Field == "Connect").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UserFilter.Licensed, "on", "off")]
    [InlineData(UserFilter.Enabled, "off", "on")]
    [InlineData(UserFilter.All, "off", "off")]
    public void The_filter_is_told_by_the_boxes_of_the_dialog(UserFilter filter, string licensed, string enabled)
    {
        OutputsDocument outputs = Outputs("mailstore-server");
        IntegrationOutputs integration = outputs.Integrations["mailstore"] with { UserSync = new(filter, []) };

        Sheet sheet = Sheet.Of(outputs with { Integrations = new Dictionary<string, IntegrationOutputs> { ["mailstore"] = integration } }, Now);

        SheetSection section = sheet.Products[0].Sections.Single(section => section.Title == "User Database Synchronization");
        Assert.Equal([licensed, enabled, "none"], section.Entries.Take(3).Select(entry => entry.Value));
    }

    [Fact]
    public void A_product_whose_dialogs_are_not_known_gets_the_words_of_entra()
    {
        OutputsDocument outputs = Outputs("mailstore-server");
        IntegrationOutputs integration = outputs.Integrations["mailstore"] with { Product = "mail-vault" };

        Sheet sheet = Sheet.Of(outputs with { Integrations = new Dictionary<string, IntegrationOutputs> { ["mailstore"] = integration } }, Now);

        Assert.Equal(("mail-vault", "Application"), (sheet.Products[0].Product, sheet.Products[0].Sections[0].Title));
        Assert.Equal(
            ["https://graph.microsoft.com/v1.0", "https://graph.microsoft.com/.default", "outlook.office365.com:993, XOAUTH2", "https://outlook.office365.com/.default"],
            sheet.Products[0].Sections[1].Entries.Where(entry => entry.Act == SheetAct.Enter).Select(entry => entry.Value));
    }

    private static OutputsDocument Outputs(string sample) =>
        OutputsDocument.Parse(File.ReadAllText(Path.Combine(Samples.Folder, sample, "outputs.json")));

    private static Sheet SheetOf(string sample) => Sheet.Of(Outputs(sample), Now);
}
