using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal;

/// <summary>The two sides of a change: two stack files, or a commit and the working tree.</summary>
internal sealed class ChangeSource : IDisposable
{
    private readonly string? exported;

    private ChangeSource(StackFile before, StackFile after, string? exported)
    {
        Before = before;
        After = after;
        this.exported = exported;
    }

    /// <summary>The declaration before the change.</summary>
    public StackFile Before { get; }

    /// <summary>The declaration after it.</summary>
    public StackFile After { get; }

    /// <summary>Reads both sides.</summary>
    /// <exception cref="StackFileException">One cannot be read, or the options do not fit together.</exception>
    public static ChangeSource Open(RehearsalOptions options)
    {
        if (options.FromGit is { } commit)
        {
            if (options.From is not null)
                throw new StackFileException($"--from-git and --from: \"{commit}\" and \"{options.From}\" both name the state before the change; expected one of the two; leave one out");
            StackFile after = options.To is { } to ? StackFile.LoadFile(options.RootDirectory, to, "--to")
                : options.ConfigFile is { } file ? StackFile.LoadFile(options.RootDirectory, file)
                : StackFile.Load(options.RootDirectory, options.Stack);
            GitExport export = GitExport.Make(options.RootDirectory, commit, after.FullPath!);
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

        if (options.From is null || options.To is null)
            throw new StackFileException($"--from and --to: only {(options.From is null ? "--to" : "--from")} is given; expected both, or --from-git; name the stack file {(options.From is null ? "before" : "after")} the change too");
        return new ChangeSource(StackFile.LoadFile(options.RootDirectory, options.From, "--from"), StackFile.LoadFile(options.RootDirectory, options.To, "--to"), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (exported is not null && Directory.Exists(exported))
            Directory.Delete(exported, recursive: true);
    }
}
