using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>Writes drafts beside Pulumi.yaml. A file that is there already is never overwritten.</summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
internal sealed class DraftFolder(string rootDirectory)
{
    /// <summary>Writes a stack file and the certificates that it names.</summary>
    /// <returns>The stack file's full path.</returns>
    /// <exception cref="StackFileException">It is there already, or the folder cannot be written.</exception>
    public string Write(StackDraft draft)
    {
        string file = Path.Combine(rootDirectory, StackFile.FileNameOf(draft.Stack));
        try
        {
            foreach ((string path, string pem) in draft.Certificates)
            {
                string certificate = Path.Combine(rootDirectory, path);
                Directory.CreateDirectory(Path.GetDirectoryName(certificate)!);
                File.WriteAllText(certificate, pem);
            }
            using StreamWriter writer = new(new FileStream(file, FileMode.CreateNew, FileAccess.Write));
            writer.Write(draft.Text);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new StackFileException($"{StackFile.FileNameOf(draft.Stack)} is there already, and was left as it is; expected a name "
                + "that is free; move it away, or give another name with --stack");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException($"{file} cannot be written ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); expected a "
                + "folder that can be written");
        }
        return file;
    }
}
