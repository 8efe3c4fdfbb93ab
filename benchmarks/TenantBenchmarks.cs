using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Certificates;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace Benchmarks;

/// <summary>
/// What the simulated tenant costs: as ratios to a constant answer of the same size that the same server program gives in the same run.
/// </summary>
internal static class TenantBenchmarks
{
    private const int Users = 100_000;
    private const int Rounds = 15;
    private const long Megabyte = 1024 * 1024;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(0.5);

    /// <summary>Starts a tenant of 100,000 users, and tells seconds and peak memory.</summary>
    public static async Task<int> StartAsync()
    {
        long start = Stopwatch.GetTimestamp();
        await using TenantServer tenant = await TenantServer.StartAsync(new TenantOptions { Users = Users });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        long peak = process.PeakWorkingSet64;
        Print($"{Users:N0} users up in {seconds:0.0} s, {peak / Megabyte} MB at most");
        return seconds < 4 && peak < 350 * Megabyte ? 0 : 1;
    }

    /// <summary>Pages and batches.</summary>
    public static async Task<int> ThroughputAsync()
    {
        await using TenantServer tenant = await TenantServer.StartAsync(new TenantOptions
        {
            Users = Users,
            DeployerPermissions = [.. TenantOptions.LeastDeployerPermissions, "User.Read.All", "Mail.Read"],
        });
        using CertificateAuthority authority = CertificateAuthority.Create(TimeProvider.System.GetUtcNow(), IPAddress.Loopback, []);
        await using ConstantServer constant = await ConstantServer.StartAsync(authority.Server);
        using Client client = await Client.SignInAsync(tenant);
        using Client plain = new(authority.CreateHandler());
        Uri first = new(tenant.Url, "v1.0/users?$top=999");
        Uri last = await LastFullPageAsync(client, first);

        Console.WriteLine("what                         answers/s   constant   ratio");
        double pages = await CompareAsync("GET /users?$top=999", client, plain, constant, first, null);
        Uri batch = new(tenant.Url, "v1.0/$batch");
        double batches = await CompareAsync("$batch of 20 mailboxes", client, plain, constant, batch, Batch(tenant));
        double even = await CompareAsync(
            "last page to first page", () => client.RateAsync(last, null, Slice), () => client.RateAsync(first, null, Slice));
        return pages >= 1 / 3.0 && batches >= 1 / 3.0 && even >= 0.7 ? 0 : 1;
    }

    /// <summary>Many requests, with the memory after each tenth of them.</summary>
    public static async Task<int> MemoryAsync(int requests)
    {
        await using TenantServer tenant = await TenantServer.StartAsync(new TenantOptions
        {
            DeployerPermissions = [.. TenantOptions.LeastDeployerPermissions, "User.Read.All"],
        });
        using Client client = await Client.SignInAsync(tenant);
        Uri url = new(tenant.Url, "v1.0/users?$top=5");
        // The log fills with the first requests, and what it holds is not growth.
        await client.SendAsync(url, new TenantOptions().LoggedRequests);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long now = before;
        for (int tenth = 1; tenth <= 10; tenth++)
        {
            await client.SendAsync(url, requests / 10);
            now = GC.GetTotalMemory(forceFullCollection: true);
            Print($"{requests / 10 * tenth,12:N0} requests: {now / (double)Megabyte:0.0} MB");
        }
        return now < before + (8 * Megabyte) ? 0 : 1;
    }

    private static string Batch(TenantServer tenant)
    {
        IReadOnlyList<DirectoryUser> users = [.. tenant.Directory.Users.Where(u => u.Mailbox is { State: MailboxState.Provisioned })];
        JsonArray items =
        [
            .. Enumerable.Range(1, 20).Select(i => new JsonObject
            {
                ["id"] = i.ToString(CultureInfo.InvariantCulture),
                ["method"] = "GET",
                ["url"] = $"/users/{users[i * 100].UserPrincipalName}/mailFolders/inbox?$select=totalItemCount",
            }),
        ];
        return new JsonObject { ["requests"] = items }.ToJsonString();
    }

    /// <summary>The last page but one: it has the size of the first.</summary>
    private static async Task<Uri> LastFullPageAsync(Client client, Uri first)
    {
        Uri page = first;
        Uri? before = null;
        while (JsonNode.Parse(await client.OnceAsync(page, null))!["@odata.nextLink"] is { } next)
        {
            before = page;
            page = new((string)next!);
        }
        return before ?? page;
    }

    private static async Task<double> CompareAsync(string what, Client client, Client plain, ConstantServer constant, Uri url, string? body)
    {
        constant.Answer = await client.OnceAsync(url, body);
        return await CompareAsync(what, () => client.RateAsync(url, body, Slice), () => plain.RateAsync(constant.Url, body, Slice));
    }

    /// <summary>Measures both in turn, and takes the median of the ratios, so that what else the machine does falls on both.</summary>
    private static async Task<double> CompareAsync(string what, Func<Task<double>> own, Func<Task<double>> yardstick)
    {
        List<double> rates = [], yardsticks = [], ratios = [];
        for (int round = 0; round < Rounds; round++)
        {
            yardsticks.Add(await yardstick());
            rates.Add(await own());
            ratios.Add(rates[^1] / yardsticks[^1]);
        }
        Print($"{what,-27} {Median(rates),10:0} {Median(yardsticks),10:0} {Median(ratios),7:0.00}");
        return Median(ratios);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
