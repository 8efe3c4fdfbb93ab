using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace Benchmarks;

/// <summary>What a simple script does: it reads the inbox of one mailbox after the other, or of one batch after the other.</summary>
internal static class Scripts
{
    private const int BatchSize = 20;

    /// <summary>Seconds for each mailbox, one request after the other.</summary>
    public static async Task<double> OneByOneAsync(OnboardedTenant tenant, int mailboxes)
    {
        string[] paths = [.. Paths(tenant).Take(mailboxes)];
        long start = Stopwatch.GetTimestamp();
        foreach (string path in paths)
            await tenant.Deployer.OnceAsync(new(tenant.Server.Url, $"v1.0{path}"), null);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / paths.Length;
    }

    /// <summary>Seconds for each mailbox, one full batch after the other.</summary>
    public static async Task<double> BatchByBatchAsync(OnboardedTenant tenant, int batches)
    {
        Uri url = new(tenant.Server.Url, "v1.0/$batch");
        string[] bodies = [.. Paths(tenant).Chunk(BatchSize).Take(batches).Select(Batch)];
        long start = Stopwatch.GetTimestamp();
        foreach (string body in bodies)
            await tenant.Deployer.OnceAsync(url, body);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / (bodies.Length * BatchSize);
    }

    private static IEnumerable<string> Paths(OnboardedTenant tenant) => tenant.Server.Directory.Users
        .Where(user => user.Mailbox is { State: MailboxState.Provisioned })
        .Select(user => $"/users/{user.Id}/mailFolders/inbox?$select=id");

    private static string Batch(string[] paths)
    {
        JsonArray items =
        [
            .. paths.Index().Select(item => new JsonObject
            {
                ["id"] = item.Index.ToString(CultureInfo.InvariantCulture),
                ["method"] = "GET",
                ["url"] = item.Item,
            }),
        ];
        return new JsonObject { ["requests"] = items }.ToJsonString();
    }
}
