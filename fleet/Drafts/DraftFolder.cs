using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Drafts;

/// <summary>Writes drafts beside Pulumi.yaml. A file that is there already is never overwritten, and none is left half written.</summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
/// <param name="write">Writes a text; null for the disk.</param>
internal sealed class DraftFolder(string rootDirectory, Action<string, string>? write = null)
{
    private readonly Action<string, string> _write = write ?? File.WriteAllText;

    /// <summary>The folder that holds Pulumi.yaml.</summary>
    public string RootDirectory => rootDirectory;

    /// <summary>Refuses the name of a stack whose file is there.</summary>
    /// <exception cref="StackFileException">It is there.</exception>
    public void RequireFree(string stack)
    {
        if (Path.Exists(FileOf(stack)))
            throw Taken(StackFile.FileNameOf(stack));
    }

    /// <summary>Writes a stack file and the certificates that it names.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="text">The file.</param>
    /// <param name="certificates">Path relative to Pulumi.yaml, and PEM.</param>
    /// <returns>The stack file's full path.</returns>
    /// <exception cref="StackFileException">One of them is there, or the folder cannot be written; then nothing is left.</exception>
    public string Write(string stack, string text, IReadOnlyList<(string Path, string Pem)> certificates)
    {
        RequireFree(stack);
        List<string> made = [];
        try
        {
            foreach ((string path, string pem) in certificates)
                WriteCertificate(Path.Combine(rootDirectory, path), pem, made);
            WriteNew(FileOf(stack), text, made);
            return FileOf(stack);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StackFileException)
        {
            foreach (string file in made)
                File.Delete(file);
            throw exception as StackFileException ?? new StackFileException($"{FileOf(stack)} cannot be written "
                + $"({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); expected a folder that can be written, with room; nothing "
                + "was left there");
        }
    }

    private void WriteCertificate(string file, string pem, List<string> made)
    {
        if (File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == pem.ReplaceLineEndings("\n"))
            return;
        if (Path.Exists(file))
            throw Taken(Path.GetRelativePath(rootDirectory, file));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        WriteNew(file, pem, made);
    }

    private void WriteNew(string file, string text, List<string> made)
    {
        string temporary = file + ".new";
        made.Add(temporary);
        _write(temporary, text);
        try
        {
            File.Move(temporary, file, overwrite: false);
        }
        catch (IOException) when (Path.Exists(file))
        {
            throw Taken(Path.GetRelativePath(rootDirectory, file));
        }
        made[^1] = file;
    }

    private string FileOf(string stack) => Path.Combine(rootDirectory, StackFile.FileNameOf(stack));

    private static StackFileException Taken(string file) => new(
        $"{file} is there already, and was left as it is; expected a name that is free; move it away, or give the stack another name");
}
