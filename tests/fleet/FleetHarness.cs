using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Tests.Fleet;

/// <summary>A project folder of its own with stack files in it, and a folder for results.</summary>
internal sealed class FleetHarness : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fleet-test-");

    public FleetHarness()
    {
        Directory.CreateDirectory(Root);
        System.IO.File.Copy(Path.Combine(Repository.Root, "Pulumi.yaml"), Path.Combine(Root, "Pulumi.yaml"));
        CopyFolder("certificates", Path.Combine(Root, "certificates"));
    }

    /// <summary>The folder that holds Pulumi.yaml.</summary>
    public string Root => Path.Combine(_folder.FullName, "project");

    /// <summary>Where results go.</summary>
    public string Output => Path.Combine(_folder.FullName, "output");

    /// <summary>Writes the stack file of each name: the dev stack with texts replaced.</summary>
    public FleetHarness With(string name, params (string Old, string New)[] replacements)
    {
        string yaml = System.IO.File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.dev.yaml"));
        foreach ((string old, string @new) in replacements)
        {
            Assert.Contains(old, yaml, StringComparison.Ordinal);
            yaml = yaml.Replace(old, @new, StringComparison.Ordinal);
        }
        System.IO.File.WriteAllText(File(name), yaml);
        return this;
    }

    /// <summary>The stack file of a name.</summary>
    public string File(string name) => Path.Combine(Root, $"Pulumi.{name}.yaml");

    /// <summary>Writes a file beside Pulumi.yaml.</summary>
    public string Write(string name, string content)
    {
        string file = Path.Combine(Root, name);
        System.IO.File.WriteAllText(file, content);
        return file;
    }

    /// <summary>The stacks that match, as they are read now.</summary>
    public IReadOnlyList<FleetStack> Select(params string[] patterns) =>
        new StackSelection(Root, TimeProvider.System.GetUtcNow()).Select(patterns);

    public void Dispose() => _folder.Delete(recursive: true);

    private static void CopyFolder(string name, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, name)))
            System.IO.File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
