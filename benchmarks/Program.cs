using System.CommandLine;
using Benchmarks;

Command start = new("start", "Seconds and memory of a start with 100,000 users.");
start.SetAction((_, _) => TenantBenchmarks.StartAsync());
Command throughput = new("throughput", "Pages and batches next to a constant answer of the same size.");
throughput.SetAction((_, _) => TenantBenchmarks.ThroughputAsync());
Argument<int> requests = new("requests") { Description = "How many.", DefaultValueFactory = _ => 1_000_000 };
Command memory = new("memory", "Memory over many requests.") { requests };
memory.SetAction((parsed, _) => TenantBenchmarks.MemoryAsync(parsed.GetValue(requests)));
Option<bool> small = new("--small") { Description = "A tenth of the mailboxes, to see whether it works; held to no goal." };
Command verification = new("verification", "How fast the verification is, and what memory it takes.") { small };
verification.SetAction((parsed, _) => VerificationBenchmarks.RunAsync(parsed.GetValue(small)));
Option<bool> few = new("--small") { Description = "A tenth of the stacks, to see whether it works; held to no goal." };
Command fleet = new("fleet", "How fast many stacks are rehearsed, three of them broken.") { few };
fleet.SetAction((parsed, _) => FleetBenchmarks.RunAsync(parsed.GetValue(few)));
RootCommand root = new(
    "What the simulated tenant costs, and how fast the verification and the rehearsal of many stacks are. The exit code is 1 where a "
        + "figure misses what docs/performance.md holds it to.")
{
    start, throughput, memory, verification, fleet,
};
return await root.Parse(args).InvokeAsync();
