using System.Runtime.CompilerServices;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>
/// A test against a file of the folder <c>shared</c> beside the repository. Users do not have that folder: then the test is skipped, and
/// says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFileFactAttribute : FactAttribute
{
    public SharedFileFactAttribute(string file)
    {
        if (PathOf(file) is null)
            Skip = $"The file '../shared/{file}' beside the repository is absent.";
    }

    /// <summary>The file's path, or null where it is absent.</summary>
    public static string? PathOf(string file, [CallerFilePath] string thisFile = "")
    {
        string repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
        string path = Path.Combine(repository, "..", "shared", file);
        return File.Exists(path) ? path : null;
    }
}
