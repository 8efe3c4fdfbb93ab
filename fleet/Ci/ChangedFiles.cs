using System.ComponentModel;
using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>Asks git which files a change touches: those that differ between a commit and the working tree.</summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
internal sealed class ChangedFiles(string rootDirectory)
{
    /// <summary>
    /// The paths that differ, relative to the project's folder, with <c>/</c>; both names of a file that was renamed. Null where the commit
    /// is not in this clone, as after a push that was forced or to a new branch: then nobody knows what has changed.
    /// </summary>
    /// <exception cref="StackFileException">Git is not there, or fails.</exception>
    public async Task<IReadOnlyList<string>?> SinceAsync(string commit, CancellationToken cancellationToken)
    {
        if (commit.StartsWith('-'))
            throw new StackFileException($"--base: \"{commit}\" is no commit; expected a commit, branch or tag of this repository");
        if (!(await GitAsync(["rev-parse", "--verify", "--quiet", $"{commit}^{{commit}}"], cancellationToken)).Succeeded)
            return null;
        CliResult diff = await GitAsync(["diff", "--name-only", "-z", "--no-renames", "--relative", commit, "--", "."], cancellationToken);
        return diff.Succeeded ? [.. diff.Output.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries)]
            : throw new StackFileException($"--base: git cannot compare \"{commit}\" with the working tree ({diff.Reason})");
    }

    private async Task<CliResult> GitAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await CliProcess.RunAsync(
                "git", arguments, rootDirectory, CliEnvironment.OfThisProcess().ForOwnStacks(), null, cancellationToken);
        }
        catch (Win32Exception)
        {
            throw new StackFileException("--base: git is not installed, or not on the PATH; expected git; install it, or leave --base out");
        }
    }
}
