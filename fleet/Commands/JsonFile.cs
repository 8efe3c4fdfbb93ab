using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>The file that <c>--json</c> names.</summary>
internal static class JsonFile
{
    /// <summary>Writes it, whole or not at all; a hyphen is standard output. Nothing where no file is named.</summary>
    /// <exception cref="StackFileException">It cannot be written.</exception>
    public static void Write(string? file, string content)
    {
        if (file is null)
            return;
        if (file == "-")
        {
            Console.Out.Write(content);
            return;
        }
        try
        {
            File.WriteAllText(file + ".new", content);
            File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException($"--json: {file} cannot be written ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); "
                + "expected a file in a folder that can be written, with room; name another one");
        }
    }
}
