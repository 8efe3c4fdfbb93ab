using System.Diagnostics.CodeAnalysis;

namespace SimulatedTenant.Directory;

/// <summary>
/// Lets any number of readers into the directory, or one writer, so that each request sees it in one state. Whoever is in may ask again for
/// what it has, and a writer may read; a reader cannot become a writer.
/// </summary>
[SuppressMessage(
    "Reliability",
    "CA1001",
    Justification = "Tests look at a directory after its tenant has stopped; the lock's wait handles finalize themselves.")]
internal sealed class DirectoryGate
{
    [ThreadStatic]
    private static Guid _visitor;

    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);

    /// <summary>
    /// Application for which this thread works in the directory; empty where nobody has signed in. It stands from the entry to the exit.
    /// </summary>
    public static Guid Visitor
    {
        get => _visitor;
        set => _visitor = value;
    }

    /// <summary>Enters to read, until the pass is disposed of by the same thread.</summary>
    public Pass Read()
    {
        _lock.EnterReadLock();
        return new(_lock, writes: false);
    }

    /// <summary>Enters to write, until the pass is disposed of by the same thread.</summary>
    public Pass Write()
    {
        _lock.EnterWriteLock();
        return new(_lock, writes: true);
    }

    /// <summary>The right to be in; leaving is disposing of it.</summary>
    internal readonly ref struct Pass(ReaderWriterLockSlim entered, bool writes)
    {
        public void Dispose()
        {
            if (writes)
                entered.ExitWriteLock();
            else
                entered.ExitReadLock();
            if (!entered.IsReadLockHeld && !entered.IsWriteLockHeld)
                _visitor = Guid.Empty;
        }
    }
}
