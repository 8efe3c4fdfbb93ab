using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Json;
using TenantOnboarding.Rehearsal.Stacks;
using YamlDotNet.RepresentationModel;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>
/// A project folder for the CLI: the user's Pulumi.yaml, told to run the built program, and one stack file. The user's own stack files,
/// with their backends' keys, are not written.
/// </summary>
internal sealed partial class PulumiProject
{
    /// <summary>Keys of Pulumi.yaml that name places: a backend, the program's folder, the folder of stack files.</summary>
    private static readonly string[] Places = ["backend", "main", "stackConfigDir"];

    private readonly string _stackFile;
    private string _key = "";

    /// <summary>Writes the project of a stack.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="stack">The stack; its root folder holds the user's Pulumi.yaml.</param>
    /// <param name="program">The built program.</param>
    public PulumiProject(string folder, StackFile stack, string program)
    {
        Folder = folder;
        StackName = NotInNames().Replace(stack.Stack, "-");
        _stackFile = Path.Combine(folder, StackFile.FileNameOf(StackName));
        WriteProject(Path.Combine(stack.RootDirectory, StackFile.ProjectFile), program);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The stack's name in it: the user's, with a hyphen for every character that Pulumi does not take.</summary>
    public string StackName { get; }

    /// <summary>Takes the key of the stack's secrets out of the stack file that the CLI has made.</summary>
    public void KeepKey() => _key = File.ReadAllText(_stackFile);

    /// <summary>Writes the stack file of the next run.</summary>
    /// <param name="stack">Its settings.</param>
    /// <param name="metadataHost">Where the cloud is.</param>
    public void Configure(StackFile stack, string metadataHost)
    {
        JsonObject settings = [];
        foreach ((string key, JsonNode? value) in stack.Settings)
            settings[key] = value?.DeepClone();
        settings["azuread:metadataHost"] = metadataHost;
        foreach (JsonArray paths in StackFile.CertificateLists(settings[$"{stack.Project}:integrations"] as JsonObject ?? []))
            MakeAbsolute(paths, stack.RootDirectory);

        // JSON is YAML, and keeps the types of the values.
        File.WriteAllText(_stackFile, $"{_key.TrimEnd()}\nconfig: {settings.ToJsonString(Plain)}\n".TrimStart());
    }

    [GeneratedRegex("[^A-Za-z0-9_.-]")]
    private static partial Regex NotInNames();

    private static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private void WriteProject(string original, string program)
    {
        YamlStream yaml = [];
        using (StreamReader reader = new(original))
            yaml.Load(reader);
        YamlMappingNode project = (YamlMappingNode)yaml.Documents[0].RootNode;
        foreach (string place in Places)
            project.Children.Remove(new YamlScalarNode(place));
        project.Children[new YamlScalarNode("runtime")] = new YamlMappingNode
        {
            { "name", "dotnet" },
            { "options", new YamlMappingNode { { "binary", program } } },
        };
        using StreamWriter writer = new(Path.Combine(Folder, StackFile.ProjectFile));
        yaml.Save(writer, assignAnchors: false);
    }

    /// <summary>
    /// Certificate files are found from the user's Pulumi.yaml. One that is not there stays as it is, so that the program says so.
    /// </summary>
    private static void MakeAbsolute(JsonArray paths, string rootDirectory)
    {
        for (int index = 0; index < paths.Count; index++)
        {
            if (paths[index] is not JsonValue value || !value.TryGetValue(out string? path))
                continue;
            string full = Path.GetFullPath(path, rootDirectory);
            if (Path.Exists(full))
                paths[index] = full;
        }
    }
}
