namespace TenantOnboarding.Verification.Text;

/// <summary>Writes files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes into a file of another name beside it, and renames that at the end: whoever reads the file sees the one before or
    /// this one, and two that write at once do not mix.</summary>
    /// <param name="path">The file; its folder is there.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        // A pipe, or a device such as /dev/stdout, is no file that could be replaced.
        if (File.Exists(path) && IsDevice(path))
        {
            using FileStream device = new(path, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }
        // A link stays, and what it leads to is replaced: step by step, for it may lead to a device.
        if (File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: false) is FileSystemInfo target)
        {
            Write(target.FullName, write);
            return;
        }
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    private static bool IsDevice(string path) => (File.GetAttributes(path) & FileAttributes.Device) != 0
        || (!OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal));

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or refuses this too; the first error is the one to tell.
        }
    }
}
