using TenantOnboarding.Rehearsal.Cli;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>
/// A folder on a PATH of its own, with shell scripts that print a version or fail. They stand for a missing or broken program and never for
/// a working one.
/// </summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pulumi cli test ");

    /// <summary>The folder.</summary>
    public string Path => _folder.FullName;

    /// <summary>The plugin cache of the environment.</summary>
    public string PluginCache => System.IO.Path.Combine(Path, "user home", "plugins");

    /// <summary>An environment in which only the scripts are found.</summary>
    public CliEnvironment Environment(params (string Name, string Value)[] more)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["PATH"] = Path,
            ["PULUMI_HOME"] = System.IO.Path.Combine(Path, "user home"),
        };
        foreach ((string name, string value) in more)
            variables[name] = value;
        return new CliEnvironment(variables);
    }

    /// <summary>Writes a script.</summary>
    /// <returns>Its full path.</returns>
    public string Write(string name, string body)
    {
        string file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
