using System.Diagnostics;
using System.Reflection;

namespace TenantOnboarding.Tests.House;

/// <summary>
/// The settings of NuGet belong to the machine. Restores the projects in a copy, under user-level settings that this repository does not
/// know:
/// several sources, an audit source that does not answer, one without a database. Nothing is fetched: all packages are here since the
/// build.
/// </summary>
public sealed class NuGetSettingsTests : IDisposable
{
    private const string OfflineSdk = "-p:PulumiSdk=offline";
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("nuget-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_commands_of_the_readme_and_the_program_restore_whatever_the_machines_settings()
    {
        string clone = Copy();

        (int tests, string testsOutput) = await RestoreAsync(clone, "tests/Tests.csproj");
        (int program, string programOutput) = await RestoreAsync(clone, "Infra.csproj");

        // The rehearsal is restored with the tests, which refer to it.
        Assert.True(File.Exists(Path.Combine(clone, "offline", "rehearsal", "obj", "project.assets.json")), testsOutput);
        Assert.All([(tests, testsOutput), (program, programOutput)], restore =>
        {
            Assert.True(restore.Item1 == 0, restore.Item2);
            Assert.Contains("warning NU1900", restore.Item2, StringComparison.Ordinal);
            Assert.Contains("warning NU1905", restore.Item2, StringComparison.Ordinal);
            Assert.DoesNotContain("NU1507", restore.Item2, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_warning_about_this_project_still_ends_a_restore()
    {
        string clone = Copy();
        string versions = Path.Combine(clone, "Directory.Packages.props");
        string text = File.ReadAllText(versions);
        string first = text[text.IndexOf("<PackageVersion", StringComparison.Ordinal)..].Split('\n')[0];
        File.WriteAllText(versions, text.Replace(first, first + first, StringComparison.Ordinal));

        (int exitCode, string output) = await RestoreAsync(clone, "offline/tenant/Tenant.csproj");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error NU1506: Warning As Error", output, StringComparison.Ordinal);
    }

    /// <summary>All that a restore reads, without the sources and without what a build left behind.</summary>
    private string Copy()
    {
        string clone = Path.Combine(_folder, "clone");
        string[] patterns = ["*.csproj", "*.props", "packages.lock.json", "global.json"];
        foreach (string file in patterns.SelectMany(pattern =>
            System.IO.Directory.EnumerateFiles(Repository.Root, pattern, SearchOption.AllDirectories)))
        {
            string relative = Path.GetRelativePath(Repository.Root, file);
            if (relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts"))
                continue;
            string copy = Path.Combine(clone, relative);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return clone;
    }

    private async Task<(int ExitCode, string Output)> RestoreAsync(string clone, string project)
    {
        // Port 9 discards, where anything listens there at all.
        string settings = $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="one" value="https://127.0.0.1:9/one/index.json" protocolVersion="3" />
                <add key="company" value="https://127.0.0.1:9/company/index.json" protocolVersion="3" />
              </packageSources>
              <auditSources>
                <clear />
                <add key="down" value="https://127.0.0.1:9/audit/index.json" protocolVersion="3" />
                <add key="no-database" value="{_folder}" />
              </auditSources>
            </configuration>
            """;
        foreach (string place in new[] { ".nuget/NuGet", "NuGet" })
        {
            string folder = Path.Combine(_folder, "home", place);
            System.IO.Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "NuGet.Config"), settings);
        }
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, ["restore", project, OfflineSdk])
        {
            WorkingDirectory = clone,
            RedirectStandardOutput = true,
            Environment =
            {
                ["HOME"] = Path.Combine(_folder, "home"),
                ["APPDATA"] = Path.Combine(_folder, "home"),
                ["NUGET_PACKAGES"] = PackageFolder(),
                ["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1",
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
                ["MSBUILDDISABLENODEREUSE"] = "1",
            },
        };
        using Process restore = Process.Start(start)!;
        string output = await restore.StandardOutput.ReadToEndAsync();
        await restore.WaitForExitAsync();
        return (restore.ExitCode, output);
    }

    private static string PackageFolder() => typeof(NuGetSettingsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "NuGetPackageRoot").Value!;
}
