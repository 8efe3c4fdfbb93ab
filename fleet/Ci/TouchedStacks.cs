using System.Collections.Frozen;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>Which stacks a change touches. Where that cannot be told, it touches them.</summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
internal sealed class TouchedStacks(string rootDirectory)
{
    /// <summary>
    /// Folders from which nothing reaches a tenant by a stack of this program: what is declared does not depend on them.
    /// </summary>
    private static readonly FrozenSet<string> InertFolders = FrozenSet.Create(StringComparer.Ordinal,
        ".ci", ".github", ".vscode", "azure-pipelines", "benchmarks", "bootstrap", "docs", "fleet", "handover", "ide", "offline",
        "samples", "tests", "verification");

    private static readonly FrozenSet<string> InertFiles = FrozenSet.Create(StringComparer.Ordinal,
        ".editorconfig", ".gitattributes", ".gitignore", "BannedSymbols.txt", "LICENSE");

    /// <summary>The version of the CLI that deploys: the one file of a folder of workflows that every deployment depends on.</summary>
    private const string CliVersion = ".github/pulumi-version";

    /// <summary>Files that matter to the stacks that name them, and to no other.</summary>
    private static readonly string[] CertificateEndings = [".cer", ".crt", ".pem", ".der"];

    /// <summary>The stacks, of those that there are, that a change touches.</summary>
    /// <param name="stacks">The names of the stacks.</param>
    /// <param name="changed">The paths that differ, relative to the project's folder.</param>
    public IReadOnlyList<string> Of(IReadOnlyList<string> stacks, IReadOnlyList<string> changed)
    {
        Dictionary<string, HashSet<string>?> certificates = stacks.ToDictionary(stack => stack, CertificatesOf, StringComparer.Ordinal);
        HashSet<string> touched = [];
        foreach (string path in changed)
        {
            // A stack file that cannot be read may name any certificate.
            string[] naming = [.. stacks.Where(stack => certificates[stack]?.Contains(path) ?? IsCertificate(path))];
            if (StackOf(path) is { } own)
                touched.Add(own);
            else if (naming.Length > 0 || IsCertificate(path))
                touched.UnionWith(naming);
            else if (!IsInert(path))
                return stacks;
        }
        return [.. stacks.Where(touched.Contains)];
    }

    /// <summary>The stacks whose files a change has removed: nothing happens to their tenants.</summary>
    public IReadOnlyList<string> RemovedBy(IReadOnlyList<string> changed) => [.. changed.Select(StackOf).OfType<string>()
        .Where(stack => !File.Exists(Path.Combine(rootDirectory, StackFile.FileNameOf(stack))))];

    /// <summary>The certificates that a stack names; null where its file cannot be read.</summary>
    private HashSet<string>? CertificatesOf(string stack)
    {
        try
        {
            return
            [
                .. StackFile.Load(rootDirectory, stack).CertificatePaths().Select(path =>
                    Path.GetRelativePath(rootDirectory, Path.Combine(rootDirectory, path)).Replace('\\', '/')),
            ];
        }
        catch (StackFileException)
        {
            return null;
        }
    }

    private static bool IsInert(string path)
    {
        if (path == CliVersion)
            return false;
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? InertFiles.Contains(path) || path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
            : InertFolders.Contains(path[..slash]);
    }

    private static bool IsCertificate(string path) =>
        CertificateEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string? StackOf(string path) =>
        !path.Contains('/', StringComparison.Ordinal) && path.Length > "Pulumi..yaml".Length
        && path.StartsWith("Pulumi.", StringComparison.Ordinal) && path.EndsWith(".yaml", StringComparison.Ordinal)
            ? StackFile.StackNameOf(path) : null;
}
