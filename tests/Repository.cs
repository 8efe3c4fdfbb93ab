using System.Runtime.CompilerServices;

namespace TenantOnboarding.Tests;

/// <summary>Where this clone stands on disk.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Pulumi.yaml.</summary>
    public static string Root { get; } = Path.GetFullPath("..", Path.GetDirectoryName(ThisFile())!);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
