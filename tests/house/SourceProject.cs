namespace TenantOnboarding.Tests.House;

/// <summary>A project of this repository as it lies on disk.</summary>
/// <param name="Name">How the lists of this folder call it: its folder, or "components" for the Pulumi program.</param>
/// <param name="File">The project file.</param>
/// <param name="Root">The folder from which its own folders, and its namespaces, are counted.</param>
/// <param name="Files">Its source files, except generated ones and those of a project inside of it.</param>
internal sealed record SourceProject(string Name, string File, string Root, IReadOnlyList<string> Files)
{
    /// <summary>Where the source does not lie in the project's own folder.</summary>
    private static readonly Dictionary<string, string> Roots = new() { ["components"] = "components", ["offline/pulumi"] = "sdk" };

    /// <summary>The projects of the product: all but the tests and what tools write.</summary>
    public static IReadOnlyList<SourceProject> All { get; } = [.. Find()];

    /// <summary>The tests, which are held to the same hand and to no layers.</summary>
    public static SourceProject Tests { get; } = Of(Path.Combine(Repository.Root, "tests", "Tests.csproj"), []);

    /// <summary>The folder of a file, relative to the project's, with slashes; empty for the project's own.</summary>
    public string FolderOf(string file)
    {
        string folder = Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace('\\', '/');
        return folder == "." ? "" : folder;
    }

    private static IEnumerable<SourceProject> Find()
    {
        string[] files =
        [
            .. System.IO.Directory.EnumerateFiles(
                Repository.Root, "*.csproj", SearchOption.AllDirectories).Where(IsSource).Order(StringComparer.Ordinal),
        ];
        return files.Select(file => Of(file, files)).Where(project => project.Name != "tests");
    }

    private static SourceProject Of(string file, IEnumerable<string> projects)
    {
        string folder = Path.GetDirectoryName(file)!;
        string name = Path.GetRelativePath(Repository.Root, folder).Replace('\\', '/');
        if (name == ".")
            name = "components";
        string root = Path.Combine(folder, Roots.GetValueOrDefault(name, "."));
        string[] inside =
        [
            .. projects.Where(project => project != file)
                .Select(project => Path.GetDirectoryName(project) + Path.DirectorySeparatorChar)
                .Where(project => project.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)),
        ];
        return new SourceProject(name, file, Path.GetFullPath(root),
        [
            .. System.IO.Directory.EnumerateFiles(Path.GetFullPath(root), "*.cs", SearchOption.AllDirectories)
                .Where(source => IsSource(source) && !inside.Any(project => source.StartsWith(project, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ]);
    }

    private static bool IsSource(string file) =>
        !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts");
}
