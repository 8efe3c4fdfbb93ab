using System.Text.Json.Nodes;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>
/// Any number of stacks, each in a job with environments of its own: a matrix of matrices. A workflow calls another one for each batch, and
/// that one has a job for each stack.
/// </summary>
/// <param name="stacks">The stacks.</param>
/// <param name="limit">How many jobs of a matrix at most.</param>
internal sealed class MatrixBatches(IReadOnlyList<string> stacks, int limit)
{
    /// <summary>How many stacks there are.</summary>
    public int Count => stacks.Count;

    /// <summary>Every stack, as a list of arguments.</summary>
    public string Stacks => string.Join(' ', stacks);

    /// <summary>A job for each batch, with its name and its own matrix in <c>jobs</c>, as text for <c>fromJSON</c>.</summary>
    /// <exception cref="Rehearsal.Stacks.StackFileException">A name cannot be used.</exception>
    public string Batches()
    {
        StackNames.Check(stacks);
        return Include(stacks.Chunk(limit).Select(batch => new JsonObject
        {
            ["name"] = NameOf(batch),
            ["jobs"] = Matrix.Of(batch, limit, null).ForGitHub(),
        }));
    }

    /// <summary>A job for each share of the stacks, for what needs no environment; as even as can be.</summary>
    public string Shards() => Include(Matrix.Of(stacks, limit, "none").Jobs.Select(job => new JsonObject
    {
        ["name"] = job.Name,
        ["stacks"] = string.Join(' ', job.Stacks),
    }));

    private static string Include(IEnumerable<JsonObject> jobs) =>
        new JsonObject { ["include"] = new JsonArray([.. jobs]) }.ToJsonString();

    private static string NameOf(string[] batch) => batch.Length == 1 ? batch[0] : $"{batch[0]}..{batch[^1]}";
}
