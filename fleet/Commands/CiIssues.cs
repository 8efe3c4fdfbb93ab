using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Ci.Services;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>The work of <see cref="CiIssuesCommand"/>.</summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="output">Standard output.</param>
/// <param name="handler">Makes what sends requests.</param>
/// <param name="clock">The clock of waits.</param>
internal sealed class CiIssues(
    Func<string, string?> environment, TextWriter output, Func<HttpMessageHandler> handler, TimeProvider clock)
{
    /// <summary>The label of the issues; in Azure Boards their tag.</summary>
    public required string Label { get; init; }

    /// <summary>The type of the work items that are filed in Azure Boards.</summary>
    public required string Type { get; init; }

    /// <summary>Every stack that there is.</summary>
    public required IReadOnlyCollection<string> Stacks { get; init; }

    /// <summary>Keeps the issues.</summary>
    /// <param name="runs">What the jobs wrote.</param>
    /// <param name="expected">The stacks that must have a result; null: those that have.</param>
    /// <param name="required">The commands that must have a result for each.</param>
    /// <param name="dryRun">Whether what would be filed is only printed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="StackFileException">A setting cannot be used, or there is no result at all.</exception>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    public async Task<int> RunAsync(IReadOnlyList<FleetSummary> runs, IReadOnlyList<string>? expected, IReadOnlyList<string> required,
        bool dryRun, CancellationToken cancellationToken)
    {
        // A run without any result says something about the workflow, and nothing about hundreds of tenants.
        if (runs.Count == 0)
            throw new StackFileException("--input: it holds no fleet.json; expected at least one, of any stack; see why every job ended "
                + "before; no issue was touched");
        TenantCondition[] conditions = [.. StackStory.Of(runs, expected).Select(story => TenantCondition.Of(story, required))];
        if (dryRun)
        {
            foreach (TenantCondition condition in conditions.Where(condition => condition.Need == TenantNeed.Somebody))
                await output.WriteLineAsync($"# {condition.Title}\n{condition.Text}");
        }
        else if (AzureTarget.IsHere(environment))
        {
            using AzureWorkItems items = new(AzureProject.Read(environment), Label, Type, handler(), clock);
            await new IssueBook(items, output).KeepAsync(conditions, Stacks, cancellationToken);
        }
        else
        {
            GitHubTarget target = GitHubTarget.Read(environment);
            using GitHubApi api = new(target, handler(), clock);
            await new IssueBook(new GitHubIssues(api, Label), output).KeepAsync(conditions, Stacks, cancellationToken);
        }
        await output.WriteLineAsync($"{conditions.Count(condition => condition.Need == TenantNeed.Somebody)} of {conditions.Length} stacks "
            + "need somebody");
        return FleetExitCode.Ready;
    }
}
