namespace TenantOnboarding.Tests;

/// <summary>The samples: each a folder with a stack file and every view of it.</summary>
internal static class Samples
{
    /// <summary>The folder of all samples.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "samples");

    /// <summary>The names of the samples that are a stack, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, "stack.yaml")))
            .Select(folder => Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The stack file of a sample.</summary>
    public static string Stack(string name) => Path.Combine(Folder, name, "stack.yaml");

    /// <summary>The files of one view of all samples, where they have it.</summary>
    public static IEnumerable<string> Views(string file) => Names.Select(name => Path.Combine(Folder, name, file)).Where(File.Exists);

    /// <summary>Holds a view of a sample to the committed file.</summary>
    public static void Matches(string name, string file, string text) => Golden.Matches(text, $"../samples/{name}/{file}");
}
