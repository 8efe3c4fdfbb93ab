using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Verification.Results;

namespace Benchmarks;

/// <summary>
/// How fast the verification is: next to scripts that ask one after the other, to what the service allows, to itself with fewer mailboxes
/// and to itself on a calm day. The tenant runs in this process and answers each request after a tenth of a second, mailboxes in a batch
/// four at a time, as Outlook does.
/// </summary>
internal static class VerificationBenchmarks
{
    private const double Latency = 0.1;
    private const int BatchItemsAtOnce = 4;
    private const int RequestsAtOnce = 64;
    private const double Megabyte = 1024 * 1024;

    private static readonly TenantOptions Options = new() { Latency = new(100, 100) };

    /// <summary>All figures.</summary>
    /// <param name="small">With a tenth of the mailboxes, to see whether it works; its figures are held to nothing.</param>
    public static async Task<int> RunAsync(bool small)
    {
        int many = small ? 1_000 : 10_000;
        Figures figures = new();
        await CompareByGraphAsync(figures, many);
        await CompareOneByOneAsync(figures, "ews", "EWS", small ? 300 : 2_000, small ? 20 : 60);
        await CompareOneByOneAsync(figures, "imap", "IMAP", small ? 300 : 2_000, small ? 20 : 60);
        await CompareSizesAsync(figures, many);
        return figures.Missed && !small ? 1 : 0;
    }

    private static async Task CompareByGraphAsync(Figures figures, int users)
    {
        double calm;
        await using (OnboardedTenant tenant = await OnboardedTenant.StartAsync(Options with { Users = users }, "graph"))
        {
            double single = await Scripts.OneByOneAsync(tenant, 100), batch = await Scripts.BatchByBatchAsync(tenant, 20);
            (TimeSpan taken, VerificationReport report) = await tenant.VerifyAsync();
            int mailboxes = Mailboxes(report);
            calm = report.Duration.TotalSeconds;
            double seconds = taken.TotalSeconds, bound = mailboxes * Latency / (RequestsAtOnce * BatchItemsAtOnce);
            Figures.Say($"Graph: {mailboxes:N0} mailboxes in {seconds:0.00} s, the whole verification {calm:0.00} s");
            Figures.Say($"a script: {single * 1000:0.0} ms a mailbox one by one (100 tried), {batch * 1000:0.0} ms by batches (20)");
            figures.AtLeast("Graph, to a script that asks one after the other", 50, single * mailboxes / seconds, "x");
            figures.AtLeast("Graph, to a script that asks one batch after the other", 10, batch * mailboxes / seconds, "x");
            figures.AtMost("Graph, to the bound that the service sets", 1.15, seconds / bound, "x");
        }
        RandomErrorOptions errors = new() { Rate = 50 };
        TenantOptions options = Options with { Users = users, RandomErrors = errors };
        await using OnboardedTenant rough = await OnboardedTenant.StartAsync(options, "graph");
        (_, VerificationReport stormy) = await rough.VerifyAsync();
        Figures.Say($"half of the requests fail: {stormy.Duration.TotalSeconds:0.00} s, {stormy.Verdict.Sentence}");
        figures.AtMost("50 % failures, to the calm run", 4, stormy.Duration.TotalSeconds / calm, "x");
    }

    /// <summary>The baseline is the same program with one request at a time, on a smaller tenant and scaled.</summary>
    private static async Task CompareOneByOneAsync(Figures figures, string protocol, string name, int users, int few)
    {
        await using OnboardedTenant small = await OnboardedTenant.StartAsync(Options with { Users = few }, protocol);
        (TimeSpan slow, VerificationReport alone) = await small.VerifyAsync(atOnce: 1);
        await using OnboardedTenant tenant = await OnboardedTenant.StartAsync(Options with { Users = users }, protocol);
        (TimeSpan taken, VerificationReport report) = await tenant.VerifyAsync();
        double single = slow.TotalSeconds / Mailboxes(alone), each = taken.TotalSeconds / Mailboxes(report);
        Figures.Say($"{name}: {Mailboxes(report):N0} mailboxes in {taken.TotalSeconds:0.00} s; {single * 1000:0.0} ms each one by one");
        figures.AtLeast($"{name}, to one after the other", 30, single / each, "x");
    }

    /// <summary>In processes of their own, as memory is asked for.</summary>
    private static async Task CompareSizesAsync(Figures figures, int users)
    {
        VerificationProcess few, many;
        await using (OnboardedTenant tenant = await OnboardedTenant.StartAsync(Options with { Users = users }, "graph"))
        {
            // The first start of a program reads its files from the disk.
            await VerificationProcess.RunAsync(tenant);
            few = await VerificationProcess.RunAsync(tenant);
        }
        await using (OnboardedTenant tenant = await OnboardedTenant.StartAsync(Options with { Users = 10 * users }, "graph"))
            many = await VerificationProcess.RunAsync(tenant);
        Figures.Say($"{users:N0} users: {few.Seconds:0.00} s, {few.Peak / Megabyte:0} MB: {few.Mailboxes}");
        Figures.Say($"{10 * users:N0} users: {many.Seconds:0.00} s, {many.Peak / Megabyte:0} MB: {many.Mailboxes}");
        figures.AtMost("ten times the mailboxes: time", 10.5, many.Seconds / few.Seconds, "x");
        figures.AtMost("ten times the mailboxes: peak memory of the verification", 150, many.Peak / Megabyte, "MB");
        figures.AtMost("start to first verdict", 1, few.FirstVerdict.TotalSeconds, "s");
    }

    private static int Mailboxes(VerificationReport report) => report.Integrations.Sum(integration => integration.Mailboxes.Count);
}
