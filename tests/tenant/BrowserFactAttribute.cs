namespace TenantOnboarding.Tests.Tenant;

/// <summary>A test that needs Chromium or Chrome on the machine, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public BrowserFactAttribute()
    {
        if (Find() is null)
            Skip = "There is no chromium and no google-chrome on this machine's PATH.";
    }

    /// <summary>The program's path, or null.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
