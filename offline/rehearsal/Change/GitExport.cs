using System.Diagnostics;
using System.Text;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal.Change;

/// <summary>A stack file of a commit, with the certificate files that it names, in a temporary folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="stackFile">The stack file's place in it.</param>
/// <param name="source">What to call it: its path and the commit.</param>
internal sealed class GitExport(string folder, string stackFile, string source)
{
    /// <summary>The temporary folder.</summary>
    public string Folder => folder;

    /// <summary>Takes the stack file, Pulumi.yaml and the certificates out of a commit of the repository that holds them.</summary>
    /// <exception cref="StackFileException">Git, the repository, the commit or the file is not there.</exception>
    public static GitExport Make(string rootDirectory, string commit, string stackFile)
    {
        string relative = Path.GetRelativePath(rootDirectory, stackFile).Replace('\\', '/');
        if (relative.StartsWith("..", StringComparison.Ordinal))
            throw new StackFileException(
                $"--from-git: {stackFile} is outside of {rootDirectory}; expected a stack file of this repository; use --from and --to");
        string id = Resolve(rootDirectory, commit);
        string source = $"{relative} at {commit}";
        GitExport export = new(Directory.CreateTempSubdirectory("rehearsal-").FullName, relative, source);
        try
        {
            export.Take(rootDirectory, id, "Pulumi.yaml", source);
            export.Take(rootDirectory, id, relative, source);
            StackFile stack = export.Load();
            foreach (string certificate in stack.CertificatePaths())
            {
                if (!Path.IsPathRooted(certificate)
                    && Git(rootDirectory, ["show", $"{id}:./{certificate.Replace('\\', '/')}"], out byte[] content))
                    export.Write(certificate, content);
            }

            return export;
        }
        catch
        {
            export.Delete();
            throw;
        }
    }

    /// <summary>Whether a commit holds a file.</summary>
    /// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
    /// <param name="commit">A commit, branch or tag.</param>
    /// <param name="file">The file's path below that folder.</param>
    /// <exception cref="StackFileException">There is no git, or no such commit.</exception>
    public static bool Holds(string rootDirectory, string commit, string file) =>
        Git(rootDirectory, ["cat-file", "-e", $"{Resolve(rootDirectory, commit)}:./{file}"], out _);

    /// <summary>The stack as the commit has it.</summary>
    public StackFile Load() => StackFile.Parse(Folder, StackFile.StackNameOf(stackFile), source,
        File.ReadAllText(Path.Combine(Folder, stackFile)), File.ReadAllText(Path.Combine(Folder, "Pulumi.yaml")));

    /// <summary>Deletes the temporary folder.</summary>
    public void Delete() => Directory.Delete(Folder, recursive: true);

    /// <summary>The id of a commit.</summary>
    /// <exception cref="StackFileException">There is no git, or no such commit.</exception>
    public static string Resolve(string rootDirectory, string commit) =>
        !commit.StartsWith('-') && Git(rootDirectory, ["rev-parse", "--verify", "--quiet", commit + "^{commit}"], out byte[] hash)
            ? Encoding.ASCII.GetString(hash).Trim()
            : throw new StackFileException($"--from-git: \"{commit}\" is no commit, branch or tag here; expected one of this repository, "
                + "for example main or HEAD~1; fetch it first");

    private void Take(string rootDirectory, string id, string file, string what)
    {
        if (!Git(rootDirectory, ["show", $"{id}:./{file}"], out byte[] content))
            throw new StackFileException(
                $"--from-git: {file} is not in that commit ({what}); expected a commit that holds it; name an older state with --from");
        Write(file, content);
    }

    private void Write(string file, byte[] content)
    {
        string target = Path.GetFullPath(file, Folder);
        if (!target.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, content);
    }

    private static bool Git(string folder, IReadOnlyList<string> arguments, out byte[] output)
    {
        ProcessStartInfo start =
            new("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using Process git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            using MemoryStream content = new();
            git.StandardOutput.BaseStream.CopyTo(content);
            git.WaitForExit();
            output = content.ToArray();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new StackFileException(
                "--from-git: git is not installed, or not on the PATH; expected git; install it, or use --from and --to");
        }
    }
}
