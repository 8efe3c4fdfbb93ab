using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>The user's own <c>pulumi</c>.</summary>
/// <param name="Executable">Its full path.</param>
/// <param name="Version">Its version, such as <c>3.258.0</c>.</param>
internal sealed partial record PulumiCli(string Executable, Version Version)
{
    /// <summary>
    /// The first version that takes an application over and then updates it in one <c>up</c>; older ones refuse an import that differs
    /// (pulumi/pulumi, release 3.174.0).
    /// </summary>
    public static readonly Version Oldest = new(3, 174, 0);

    /// <summary>The first version that knows <c>type: object</c> in Pulumi.yaml (pulumi/pulumi, release 3.187.0).</summary>
    public static readonly Version OldestWithObjects = new(3, 187, 0);

    /// <summary>Where it is to be had.</summary>
    public const string Install = "install it (https://www.pulumi.com/docs/install/)";

    private const string InstallOrNot = Install + ", or leave --engine out to rehearse on the built-in engine";

    /// <summary>Finds it on the PATH.</summary>
    /// <param name="machine">The user's environment.</param>
    /// <param name="projectFile">Pulumi.yaml, which may ask for a newer one.</param>
    /// <param name="environment">The environment in which it is asked for its version.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="asker">What needs it, as the first word of an error.</param>
    /// <param name="install">The fix of an error.</param>
    /// <exception cref="StackFileException">There is none, it does not answer, or it is too old.</exception>
    public static async Task<PulumiCli> FindAsync(
        CliEnvironment machine, string projectFile, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken,
        string asker = "--engine pulumi", string install = InstallOrNot)
    {
        if (machine.Find("pulumi") is not { } executable)
        {
            throw new StackFileException(
                $"{asker}: there is no \"pulumi\" on the PATH; expected the Pulumi CLI, {Oldest} or newer; {install}");
        }
        CliResult result;
        try
        {
            result = await CliProcess.RunAsync(executable, ["version"], Path.GetTempPath(), environment, null, cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new StackFileException(
                $"{asker}: {executable} cannot be started ({exception.Message}); expected the Pulumi CLI; {install}");
        }

        string said = result.Output.Trim();
        Match match = VersionPattern().Match(said);
        if (!result.Succeeded || !match.Success)
        {
            string found = result.Succeeded ? $"says \"{said}\"" : $"{result.Ending}: {result.Reason}";
            throw new StackFileException(
                $"{asker}: \"{executable} version\" {found}; expected a version such as v{Oldest}; {install}");
        }
        Version version = new(match.Groups[1].Value);
        bool objects = File.Exists(projectFile) && ObjectPattern().IsMatch(await File.ReadAllTextAsync(projectFile, cancellationToken));
        Version oldest = objects ? OldestWithObjects : Oldest;
        if (version < oldest)
        {
            string reason = objects ? "Pulumi.yaml declares a setting with type: object" : "older ones cannot take an application over";
            throw new StackFileException(
                $"{asker}: {executable} is version {version}; expected {oldest} or newer, since {reason}; {install}");
        }
        return new PulumiCli(executable, version);
    }

    /// <summary>
    /// Makes sure that a provider's plugin is in the user's plugin cache, and downloads it where it is not, as <c>pulumi up</c> would.
    /// </summary>
    /// <exception cref="StackFileException">It cannot be had.</exception>
    public async Task InstallAsync(
        string provider,
        string version,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        CliResult list = await CliProcess.RunAsync(Executable, ["plugin", "ls", "--json"], folder, environment, null, cancellationToken);
        if (list.Succeeded && Lists(list.Output, provider, version))
            return;
        CliResult install = await CliProcess.RunAsync(
            Executable,
            ["plugin", "install", "resource", provider, version, "--non-interactive", "--color", "never"],
            folder, environment, null, cancellationToken);
        if (!install.Succeeded)
        {
            throw new StackFileException(
                $"--engine pulumi: the provider {provider} {version} is not in the plugin cache and cannot be downloaded "
                + $"({install.Reason}); expected it in the cache, or a way to get.pulumi.com or GitHub; "
                + $"run \"pulumi plugin install resource {provider} {version}\" where there is one, or leave --engine out");
        }
    }

    private static bool Lists(string json, string provider, string version)
    {
        try
        {
            return JsonNode.Parse(json) is JsonArray plugins && plugins.OfType<JsonObject>()
                .Any(plugin => plugin.Text("kind") == "resource" && plugin.Text("name") == provider && plugin.Text("version") == version);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^v?([0-9]+\.[0-9]+\.[0-9]+)")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^\s+type:\s*object\s*$", RegexOptions.Multiline)]
    private static partial Regex ObjectPattern();
}
