using System.Text.RegularExpressions;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Session;

/// <summary>The folder of a run's evidence. An index in it lists the files that verifications wrote: the next run removes those, and no
/// others. It is open as long as the run lasts, so that two runs do not mix.</summary>
internal sealed partial class EvidenceFolder : IDisposable
{
    /// <summary>Name of the index: a heading, then a line per file, as a path from the folder.</summary>
    public const string IndexName = "evidence-index.txt";

    private const string Heading = "Written by a verification of a tenant. The next one with this folder removes the files below.";

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly StreamWriter? _index;

    /// <summary>Makes the folder where it is not there, and removes what an earlier run wrote. Where that fails, <see cref="Problem"/> says
    /// why.</summary>
    public EvidenceFolder(string folder)
    {
        _folder = folder;
        string index = Path.Combine(folder, IndexName);
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            FileStream stream = new(index, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _index = new(stream) { AutoFlush = true, NewLine = "\n" };
            RemoveEarlier(stream);
            stream.SetLength(0);
            _index.WriteLine(Heading);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _index?.Dispose();
            _index = null;
            Problem = $"'{folder}', which cannot be written ({exception.Message})";
        }
    }

    /// <summary>Why the folder or a file could not be written, or null where all were.</summary>
    public string? Problem { get; private set; }

    /// <summary>Writes a file and gives back its path; null where it cannot be written.</summary>
    /// <param name="integration">The folder in the folder has its name.</param>
    /// <param name="name">Its name, without number and extension: a file that is there already is left as it is.</param>
    /// <param name="write">Writes its content.</param>
    public string? Write(string integration, string name, Action<Stream> write)
    {
        lock (_gate)
        {
            if (_index is null)
                return null;
            string inner = NotInNames().Replace(integration, "_");
            string file = Path.Combine(_folder, inner, $"{name}.json");
            for (int number = 2; File.Exists(file); number++)
                file = Path.Combine(_folder, inner, $"{name}-{number}.json");
            try
            {
                System.IO.Directory.CreateDirectory(Path.Combine(_folder, inner));
                _index.WriteLine($"{inner}/{Path.GetFileName(file)}");
                WholeFile.Write(file, write);
                return file;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Problem ??= $"'{file}', which cannot be written ({exception.Message})";
                return null;
            }
        }
    }

    public void Dispose() => _index?.Dispose();

    private void RemoveEarlier(FileStream index)
    {
        using StreamReader reader = new(index, leaveOpen: true);
        if (reader.ReadLine() is string heading && heading != Heading)
            throw new IOException($"'{IndexName}' in it is not a verification's");
        while (reader.ReadLine() is string line)
        {
            if (!Listed().IsMatch(line))
                continue;
            FileInfo file = new(Path.Combine(_folder, line));
            DirectoryInfo parent = file.Directory!;
            // What is a link leads elsewhere, and nothing there is a verification's.
            if (!file.Exists || file.LinkTarget is not null || parent.LinkTarget is not null)
                continue;
            file.Delete();
            if (!parent.EnumerateFileSystemInfos().Any())
                parent.Delete();
        }
    }

    /// <summary>What would lead a name out of the folder, or no file system takes.</summary>
    [GeneratedRegex(@"^\.+|[^\w.-]")]
    private static partial Regex NotInNames();

    /// <summary>A file in a folder in the folder.</summary>
    [GeneratedRegex(@"^(?!\.)[^/\\]+/(?!\.)[^/\\]+\.json$")]
    private static partial Regex Listed();
}
