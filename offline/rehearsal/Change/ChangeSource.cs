using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal.Change;

/// <summary>The two sides of a change: two stack files, or a commit and the working tree.</summary>
internal sealed class ChangeSource : IDisposable
{
    private readonly string? _exported;

    private ChangeSource(StackFile before, StackFile after, string? exported)
    {
        Before = before;
        After = after;
        _exported = exported;
    }

    /// <summary>The declaration before the change.</summary>
    public StackFile Before { get; }

    /// <summary>The declaration after it.</summary>
    public StackFile After { get; }

    /// <summary>Reads the stack file of a commit, and the one of the working tree.</summary>
    /// <param name="commit">A commit, branch or tag.</param>
    /// <param name="after">The state after the change.</param>
    /// <exception cref="StackFileException">There is no such commit, or it does not hold the file.</exception>
    public static ChangeSource FromGit(string commit, StackFile after)
    {
        GitExport export = GitExport.Make(after.RootDirectory, commit, after.FullPath!);
        try
        {
            return new ChangeSource(export.Load(), after, export.Folder);
        }
        catch
        {
            export.Delete();
            throw;
        }
    }

    /// <summary>Reads two stack files.</summary>
    /// <exception cref="StackFileException">One cannot be read, or only one is given.</exception>
    public static ChangeSource FromFiles(string rootDirectory, string? from, string? to)
    {
        if (from is null || to is null)
        {
            throw new StackFileException(
                $"--from and --to: only {(from is null ? "--to" : "--from")} is given; expected both, or --from-git; "
                + $"name the stack file {(from is null ? "before" : "after")} the change too");
        }
        return new ChangeSource(StackFile.LoadFile(rootDirectory, from, "--from"), StackFile.LoadFile(rootDirectory, to, "--to"), null);
    }

    /// <summary>Deletes what was taken out of a commit.</summary>
    public void Dispose()
    {
        if (_exported is not null && Directory.Exists(_exported))
            Directory.Delete(_exported, recursive: true);
    }
}
