namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Facts about the official packages that lie beside the repository on some machines, and in no user's clone.</summary>
internal static class SharedFacts
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared"));

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Folder, .. path]));

    private static string FindRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No global.json above {AppContext.BaseDirectory}");
        }

        return folder.FullName;
    }
}
