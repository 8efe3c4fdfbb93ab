using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>The jobs that give stacks their turns: one a stack, or shards where there are more stacks than jobs.</summary>
/// <param name="Jobs">The jobs.</param>
internal sealed partial record Matrix(IReadOnlyList<MatrixJob> Jobs)
{
    /// <summary>
    /// What GitHub makes of one matrix at most.
    /// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix
    /// </summary>
    public const int MostJobs = 256;

    /// <summary>
    /// What Azure Pipelines takes as the name of a matrix's job at most.
    /// https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/jobs-job-strategy
    /// </summary>
    private const int LongestAzureName = 100;

    /// <summary>Every stack of the matrix, as a list of arguments.</summary>
    public string Stacks => string.Join(' ', Jobs.SelectMany(job => job.Stacks));

    /// <summary>Makes the jobs.</summary>
    /// <param name="stacks">The stacks.</param>
    /// <param name="limit">How many jobs at most.</param>
    /// <param name="environment">The one environment of all stacks; null: each has its own, named after it.</param>
    /// <exception cref="StackFileException">A name cannot be used, or the stacks need shards and have no environment in common.</exception>
    public static Matrix Of(IReadOnlyList<string> stacks, int limit, string? environment)
    {
        StackNames.Check(stacks);
        if (environment is not null && !StackNames.IsSafe(environment))
            throw new StackFileException($"--environment: \"{environment}\" is no name for a workflow; expected letters, digits, dots, "
                + "hyphens and underscores, a letter or digit first");
        if (stacks.Count > limit && environment is null)
            throw new StackFileException($"--limit: {stacks.Count} stacks, and {limit} jobs at most; expected one environment for all of "
                + "them, because a job has one: name it with --environment, and see \"More stacks than jobs\" in docs/ci.md");
        int jobs = Math.Min(stacks.Count, limit);
        return new([.. Enumerable.Range(0, jobs).Select(index => Job(
            [.. stacks.Take(Part(index + 1)).Skip(Part(index))], environment))]);

        // As even as can be, in the order of the stacks.
        int Part(int index) => (int)((long)stacks.Count * index / jobs);
    }

    /// <summary>As GitHub takes it: <c>strategy: matrix: ${{ fromJSON(…) }}</c>.</summary>
    public string ForGitHub() => new JsonObject
    {
        ["include"] = new JsonArray([.. Jobs.Select(job => Json(job))]),
    }.ToJsonString();

    /// <summary>As Azure Pipelines takes it: <c>strategy: matrix: $[ … ]</c>.</summary>
    public string ForAzure()
    {
        JsonObject matrix = [];
        foreach (MatrixJob job in Jobs)
        {
            string plain = "s_" + NotInAzureNames().Replace(job.Name, "_");
            string name = plain[..Math.Min(plain.Length, LongestAzureName - 5)];
            for (int number = 2; matrix.ContainsKey(name); number++)
                name = $"{plain[..Math.Min(plain.Length, LongestAzureName - 5)]}_{number}";
            matrix[name] = Json(job);
        }
        return matrix.ToJsonString();
    }

    private static MatrixJob Job(IReadOnlyList<string> stacks, string? environment) => new(
        stacks.Count == 1 ? stacks[0] : $"{stacks[0]}..{stacks[^1]}", stacks, environment ?? stacks[0],
        (environment ?? stacks[0]) + StackNames.PreviewSuffix);

    private static JsonObject Json(MatrixJob job) => new()
    {
        ["name"] = job.Name,
        ["stacks"] = string.Join(' ', job.Stacks),
        ["environment"] = job.Environment,
        ["preview"] = job.Preview,
    };

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NotInAzureNames();
}
