using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>Plans the jobs of a run: for all stacks, or for those that a change touches.</summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
/// <param name="stacks">The stacks to choose from.</param>
internal sealed class MatrixPlan(string rootDirectory, IReadOnlyList<FleetStack> stacks)
{
    /// <summary>What git names a commit that is not there, as before the first push of a branch.</summary>
    private const string NoCommit = "0000000000000000000000000000000000000000";

    /// <summary>What there is to say about the choice, for the log of a run.</summary>
    public List<string> Notices { get; } = [];

    /// <summary>Plans.</summary>
    /// <param name="commit">The commit before the change; null or empty: every stack has a turn.</param>
    /// <param name="limit">See <see cref="Matrix.Of"/>.</param>
    /// <param name="environment">See <see cref="Matrix.Of"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StackFileException">See <see cref="Matrix.Of"/> and <see cref="ChangedFiles.SinceAsync"/>.</exception>
    public async Task<Matrix> MakeAsync(string? commit, int limit, string? environment, CancellationToken cancellationToken) =>
        Matrix.Of(await DueAsync(commit, cancellationToken), limit, environment);

    /// <summary>The stacks that have a turn.</summary>
    /// <param name="commit">See <see cref="MakeAsync"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StackFileException">See <see cref="ChangedFiles.SinceAsync"/>.</exception>
    public async Task<IReadOnlyList<string>> DueAsync(string? commit, CancellationToken cancellationToken)
    {
        string[] names = [.. stacks.Select(stack => stack.Name)];
        IReadOnlyList<string> due = names;
        if (!string.IsNullOrEmpty(commit))
            due = await TouchedAsync(names, commit, cancellationToken);
        Notices.Add($"{due.Count} of {names.Length} stack{(names.Length == 1 ? "" : "s")}");
        return due;
    }

    private async Task<IReadOnlyList<string>> TouchedAsync(string[] names, string commit, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? changed =
            commit == NoCommit ? null : await new ChangedFiles(rootDirectory).SinceAsync(commit, cancellationToken);
        if (changed is null)
        {
            Notices.Add($"the commit {commit} is not in this clone, so every stack counts as touched");
            return names;
        }
        TouchedStacks touched = new(rootDirectory);
        Notices.AddRange(touched.RemovedBy(changed).Select(stack =>
            $"{StackFile.FileNameOf(stack)} is gone: nothing happens to its tenant; pulumi destroy removes what was made there"));
        return touched.Of(names, changed);
    }
}
