using System.Text;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Commands;

/// <summary>Writes what a user asked for into files: whole or not at all.</summary>
internal static class OutputFiles
{
    /// <summary>Writes one file.</summary>
    /// <param name="option">The option that named it.</param>
    /// <param name="file">The file.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="InputException">It cannot be written; what was there before is still there.</exception>
    public static void Save(string option, string file, string text) =>
        Save(option, file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes one file piece by piece.</summary>
    /// <param name="option">The option that named it.</param>
    /// <param name="file">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="InputException">It cannot be written; what was there before is still there.</exception>
    public static void Save(string option, string file, Action<Stream> write)
    {
        try
        {
            WholeFile.Write(file, write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(option, file, exception.Message);
        }
    }

    /// <summary>Takes files for this run, so that another run that would write to one of them says so before it begins.</summary>
    /// <param name="files">Each with the option that named it.</param>
    /// <returns>Gives them free again when disposed.</returns>
    /// <exception cref="InputException">A folder is not there or not writable, or another run writes to the file; holds every
    /// error.</exception>
    public static IDisposable Take(IReadOnlyList<(string Option, string File)> files)
    {
        FileClaims claims = new();
        List<string> errors = [];
        foreach ((string option, string file) in files)
        {
            if (File.Exists(file) && file.StartsWith("/dev/", StringComparison.Ordinal))
                continue;
            string claim = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, $".{Path.GetFileName(file)}.lock");
            try
            {
                claims.Add(new(claim, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                errors.AddRange(File.Exists(claim) && exception is not UnauthorizedAccessException
                    ? [$"{option}: found '{file}', which another verification is writing to; expected a file of its own. "
                        + "Wait for that one, or name another file."]
                    : Unwritable(option, file, exception.Message).Errors);
            }
        }
        if (errors.Count == 0)
            return claims;
        claims.Dispose();
        throw new InputException([.. errors]);
    }

    /// <summary>Writes the script for Exchange of each integration that has one; gives back the files.</summary>
    /// <exception cref="InputException">The folder or a file cannot be made.</exception>
    public static IReadOnlyList<string> SaveExchangeScripts(string folder, OutputsDocument document)
    {
        try
        {
            System.IO.Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--exchange-setup: found '{folder}', which cannot be made ({exception.Message}); expected a folder. Name another one.");
        }
        List<string> written = [];
        foreach ((string name, IntegrationOutputs integration) in document.Integrations)
        {
            if (integration.ExchangeSetup is not string script)
                continue;
            string file = Path.Combine(folder, $"exchange-setup-{name}.ps1");
            Save("--exchange-setup", file, script);
            written.Add(file);
        }
        return written;
    }

    private static InputException Unwritable(string option, string file, string why) => new(
        $"{option}: found '{file}', which cannot be written ({why}); expected a writable file. Name another one.");

    private sealed class FileClaims : IDisposable
    {
        private readonly List<FileStream> _files = [];

        public void Add(FileStream file) => _files.Add(file);

        public void Dispose()
        {
            foreach (FileStream file in _files)
                file.Dispose();
        }
    }
}
