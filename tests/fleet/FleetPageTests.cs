using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Tests.Fleet;

public sealed class FleetPageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Hostile_names_stay_text()
    {
        const string hostile = "<script>alert(1)</script>\" onload=\"x";
        string page = FleetPage.Render(Summary(new StackOutcome(hostile, StackState.NotReady, 9, hostile)
        {
            Domain = hostile,
            Errors = [hostile],
            Findings = [new StackFinding(hostile, hostile, "error", hostile)],
            Protocols = [hostile],
        }));

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onload=\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_needs_somebody_stands_first()
    {
        string page = FleetPage.Render(Summary(
            new StackOutcome("good", StackState.Ready, 0, "Ready."),
            new StackOutcome("broken", StackState.Broken, 2, "its file cannot be used"),
            new StackOutcome("bad", StackState.NotReady, 9, "Not ready.")));

        int[] places = [.. new[] { ">broken<", ">bad<", ">good<" }.Select(name => page.IndexOf(name, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("<h1>1 of 3 tenants ready</h1>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(30, true)]
    [InlineData(-1, true)]
    public void A_certificate_that_ends_soon_is_marked(int days, bool marked)
    {
        string page = FleetPage.Render(Summary(
            new StackOutcome("a", StackState.Ready, 0, "Ready.") { FirstCertificateEnd = Now.AddDays(days) }));

        Assert.Equal(marked, page.Contains("class=\"soon\"", StringComparison.Ordinal));
        Assert.Equal(marked, page.Contains("1 without a certificate within 30 days", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_asks_nobody_for_anything()
    {
        string page = FleetPage.Render(Summary(new StackOutcome("a", StackState.Ready, 0, "Ready.")));

        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
    }

    private static FleetSummary Summary(params StackOutcome[] stacks) =>
        new() { Command = "verify", StartedAt = Now, Seconds = 12, Stacks = stacks };
}
