using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Fleet.Creation;

/// <summary>
/// Certificate files as somebody names them: from the folder where they stand, or from the project's. One that lies outside of the project
/// is taken in as a copy of its public part, so that the stack file works on every machine.
/// </summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
/// <param name="currentDirectory">The folder where the user stands.</param>
internal sealed class CertificateIntake(string rootDirectory, string currentDirectory)
{
    /// <summary>A path by which the file is found now, from the project's folder.</summary>
    public string Found(string path)
    {
        string here = Path.GetFullPath(path, currentDirectory);
        return !File.Exists(Path.GetFullPath(path, rootDirectory)) && File.Exists(here) ? InProject(here) ?? here : path;
    }

    /// <summary>The path that the stack file names.</summary>
    public string Kept(string path, string stack)
    {
        string full = Path.GetFullPath(Found(path), rootDirectory);
        return InProject(full) ?? $"certificates/{stack}-{CertificateFile.Load(full).Thumbprint[..8].ToLowerInvariant()}.cer";
    }

    /// <summary>The public parts of those that lie outside of the project: path in the project, and PEM.</summary>
    public IReadOnlyList<(string Path, string Pem)> ToCopy(IEnumerable<string> paths, string stack) =>
    [
        .. paths.Select(path => (Path: path, Full: Path.GetFullPath(Found(path), rootDirectory)))
            .Where(file => InProject(file.Full) is null)
            .Select(file => (Kept(file.Path, stack), CertificateFile.Load(file.Full).Pem + "\n")),
    ];

    private string? InProject(string full)
    {
        string relative = Path.GetRelativePath(rootDirectory, full);
        return Path.IsPathRooted(relative) || relative.Split(Path.DirectorySeparatorChar)[0] == ".." ? null
            : relative.Replace(Path.DirectorySeparatorChar, '/');
    }
}
