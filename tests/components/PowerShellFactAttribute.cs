namespace TenantOnboarding.Tests.Components;

/// <summary>A test that needs PowerShell 7 (<c>pwsh</c>) on the machine, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PowerShellFactAttribute : FactAttribute
{
    public PowerShellFactAttribute()
    {
        if (Find() is null)
            Skip = "There is no pwsh on this machine's PATH.";
    }

    /// <summary>The program's path, or null.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .SelectMany(folder => new[] { Path.Combine(folder, "pwsh"), Path.Combine(folder, "pwsh.exe") })
        .FirstOrDefault(File.Exists);
}
