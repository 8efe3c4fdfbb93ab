using System.Text;
using SimulatedTenant.Directory;

namespace SimulatedTenant;

/// <summary>Writes what is made in the tenant to a file: soon after each change, and when the tenant stops.</summary>
internal sealed class StateKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TenantDirectory _directory;
    private readonly string _file;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _keeping;
    private long _written;

    public StateKeeper(TenantDirectory directory, string file)
    {
        _directory = directory;
        _file = file;
        _written = directory.Writes;
        Save();
        _keeping = KeepAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        Save();
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        using PeriodicTimer timer = new(Interval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_directory.Writes != _written)
                    Save();
            }
        }
        catch (OperationCanceledException)
        {
            // The tenant stops, and writes the last state itself.
        }
    }

    /// <summary>Replaces the file as a whole, so that one that is cut off by a crash never stands in its place.</summary>
    private void Save()
    {
        _written = _directory.Writes;
        string temporary = _file + ".new";
        using (FileStream stream = new(temporary, Options()))
        {
            stream.Write(Encoding.UTF8.GetBytes(StateFile.Write(_directory)));
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, _file, overwrite: true);
    }

    /// <summary>The file holds secrets, so nobody but its owner may read it, where the system knows such a thing.</summary>
    private static FileStreamOptions Options()
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
