namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>Writes results.</summary>
internal static class OutputFolder
{
    /// <summary>Writes a text file, and makes its folder where it is missing.</summary>
    /// <exception cref="StackFileException">It cannot be written.</exception>
    public static void Write(string file, string content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StackFileException($"--output: {file} cannot be written ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); "
                + "expected a folder that can be written; name another one");
        }
    }
}
