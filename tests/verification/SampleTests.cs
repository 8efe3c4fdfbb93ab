using System.Text.Json.Nodes;
using SimulatedTenant.Options;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

public sealed class SampleTests
{
    /// <summary>Computed with whole numbers: the largest K for which the hypergeometric distribution function is not below 0.05.</summary>
    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(1, 0, 0, 1)]
    [InlineData(10, 5, 0, 3)]
    [InlineData(10, 9, 4, 5)]
    [InlineData(20, 20, 4, 4)]
    [InlineData(100, 10, 0, 24)]
    [InlineData(100, 10, 1, 38)]
    [InlineData(100, 50, 5, 17)]
    [InlineData(1_000, 59, 0, 48)]
    [InlineData(10_000, 500, 0, 58)]
    [InlineData(10_000, 500, 3, 151)]
    public void The_bound_is_the_hypergeometric_distributions(int population, int drawn, int missed, int atMost) =>
        Assert.Equal(atMost, new MailboxSample(drawn, population, missed, Seed: 1).AtMost);

    [Fact]
    public void For_a_large_population_the_bound_is_the_binomials()
    {
        // 1 - 0.05^(1/500) = 0.5974 %
        int atMost = new MailboxSample(500, 1_000_000, 0, Seed: 1).AtMost;

        Assert.InRange(atMost, 5_965, 5_974);
    }

    [Fact]
    public void A_sample_is_said_in_one_sentence() => Assert.Equal(
        "sample of 500 of 10,000 mailboxes (seed 7): 0 not reachable; with 95 % confidence at most 0.6 % of all are not (58)",
        new MailboxSample(500, 10_000, 0, Seed: 7).Sentence);

    [Fact]
    public void A_seed_draws_the_same_ones_again_and_keeps_most_of_them_when_others_come()
    {
        string[] all = [.. Enumerable.Range(0, 1000).Select(i => $"user{i}")];

        IReadOnlyList<string> first = new SampleDraw(100, 7).From(all, id => id), other = new SampleDraw(100, 8).From(all, id => id);
        IReadOnlyList<string> later = new SampleDraw(100, 7).From([.. all, .. Enumerable.Range(0, 100).Select(i => $"new{i}")], id => id);

        Assert.Equal(first, new SampleDraw(100, 7).From(all, id => id));
        Assert.Equal(100, first.Distinct().Count());
        Assert.Equal(all.Where(first.Contains), first);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Intersect(later).Count(), 80, 100);
    }

    [Fact]
    public void The_draw_of_a_seed_is_the_same_on_every_machine_and_all_of_a_list_that_is_no_larger()
    {
        string[] all = [.. Enumerable.Range(0, 10).Select(i => $"user{i}")];

        Assert.Equal(["user0", "user5", "user8"], new SampleDraw(3, 7).From(all, id => id));
        Assert.Same(all, new SampleDraw(10, 7).From(all, id => id));
        Assert.Same(all, new SampleDraw(11, 7).From(all, id => id));
    }

    [Fact]
    public void Each_account_is_drawn_about_as_often_as_any_other()
    {
        string[] all = [.. Enumerable.Range(0, 20).Select(i => $"user{i}")];

        IReadOnlyList<string>[] samples = [.. Enumerable.Range(0, 1000).Select(seed => new SampleDraw(5, seed).From(all, id => id))];
        int[] drawn = [.. all.Select(one => samples.Count(sample => sample.Contains(one)))];

        // 250 expected each; five standard deviations of the binomial distribution are 68.
        Assert.All(drawn, count => Assert.InRange(count, 182, 318));
    }

    [Fact]
    public async Task A_sample_asks_so_many_mailboxes_and_every_format_says_that_it_is_one()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(
            new TenantOptions { Users = 300 }, null, ["graph"], ["Graph/Directory.Read.All", "Graph/Mail.Read"]);
        SampleDraw draw = new(40, Seed: 3);

        VerificationReport report = await stack.VerifyAsync(options => options with { Sample = draw });

        MailboxSample sample = report.Sample!;
        Assert.Equal((40, 3), (sample.Drawn, sample.Seed));
        Assert.InRange(sample.Population, 250, 300);
        Assert.Equal(40, report.Integrations[0].Mailboxes.Count);
        Assert.Equal(sample.Missed,
            report.Integrations[0].Mailboxes.Count(one => one.Status is MailboxStatus.Warning or MailboxStatus.Failed));
        Assert.EndsWith($"; {sample.Sentence}", report.Check("mailboxes-graph").Summary, StringComparison.Ordinal);
        Assert.Equal((VerdictKind.Sampled, VerificationExitCode.Sampled), (report.Verdict.Kind, report.Verdict.ExitCode));
        Assert.Contains("Ready as far as a sample tells", report.AsText(), StringComparison.Ordinal);
        Assert.Contains("sample of 40 of", report.AsText(), StringComparison.Ordinal);
        Assert.Contains("sample of 40 of", HtmlReport.Render(report), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(JsonReport.Render(report))!;
        Assert.Equal(("sampled", 17, 40, sample.AtMost),
            ((string)json["verdict"]!, (int)json["exitCode"]!, (int)json["sample"]!["drawn"]!, (int)json["sample"]!["atMost"]!));
    }

    [Fact]
    public async Task A_sample_as_large_as_the_tenant_is_none()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        VerificationReport report = await stack.VerifyAsync(options => options with { Sample = new(20, Seed: 3) });

        Assert.Null(report.Sample);
        report.Exits(VerificationExitCode.Ready);
    }
}
