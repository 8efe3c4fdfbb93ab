using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>
/// A stack's configuration, read from <c>Pulumi.yaml</c> and <c>Pulumi.&lt;stack&gt;.yaml</c> as Pulumi's command line reads them.
/// </summary>
/// <param name="Project">The project's name, which is also the namespace of its own settings.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="RootDirectory">The folder that holds Pulumi.yaml; relative certificate paths start there.</param>
/// <param name="Source">What to call the stack file in messages: its path, or path and commit.</param>
/// <param name="Settings">Every setting, from <c>namespace:key</c> to its value with the type that YAML gives it.</param>
public sealed record StackFile(string Project, string Stack, string RootDirectory, string Source,
    ImmutableSortedDictionary<string, JsonNode?> Settings)
{
    /// <summary>The name of a project's file.</summary>
    public const string ProjectFile = "Pulumi.yaml";

    /// <summary>The stack file's full path; null for a stack that was read from texts.</summary>
    public string? FullPath { get; init; }

    /// <summary>The folder that holds Pulumi.yaml: the given one or the nearest above it.</summary>
    /// <exception cref="StackFileException">There is none.</exception>
    public static string FindRoot(params IReadOnlyList<string> startFolders)
    {
        foreach (string start in startFolders)
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, ProjectFile)))
                    return folder.FullName;
            }
        }

        throw new StackFileException($"{ProjectFile}: not found in {startFolders[0]} or a folder above it; expected the folder of a "
            + "Pulumi project; go there, or clone it again");
    }

    /// <summary>Reads the stack of this name.</summary>
    /// <exception cref="StackFileException">It does not exist or cannot be used.</exception>
    public static StackFile Load(string rootDirectory, string stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        string file = Path.Combine(rootDirectory, FileNameOf(stack));
        if (!File.Exists(file))
        {
            string[] names = StacksIn(rootDirectory);
            throw new StackFileException(
                $"--stack: \"{stack}\" is no stack of this project: there is no {FileNameOf(stack)} in {rootDirectory}; expected "
                + (names.Length == 0 ? "a file Pulumi.<stack>.yaml there, and there is none; write one (README, \"Configuration\")"
                    : $"one of {string.Join(", ", names)}"));
        }

        return Parse(rootDirectory, stack, FileNameOf(stack), ReadText(file, "--stack"),
            ReadText(Path.Combine(rootDirectory, ProjectFile), ProjectFile)) with { FullPath = file };
    }

    /// <summary>Reads a stack file from any place. Its stack is called as the file is.</summary>
    /// <exception cref="StackFileException">It does not exist or cannot be used.</exception>
    public static StackFile LoadFile(string rootDirectory, string file, string option = "--config")
    {
        string full = Path.GetFullPath(file);
        if (Directory.Exists(full))
            throw new StackFileException($"{option}: \"{file}\" is a folder; expected a stack file such as Pulumi.dev.yaml");
        if (!File.Exists(full))
            throw new StackFileException($"{option}: \"{file}\" does not exist; expected a stack file such as Pulumi.dev.yaml or "
                + $"{Path.Combine("samples", "mailstore-server", "stack.yaml")}");
        return Parse(rootDirectory, StackNameOf(full), file, ReadText(full, option),
            ReadText(Path.Combine(rootDirectory, ProjectFile), ProjectFile)) with { FullPath = full };
    }

    /// <summary>Reads a stack from texts.</summary>
    /// <exception cref="StackFileException">One of them cannot be used: every reason.</exception>
    public static StackFile Parse(string rootDirectory, string stack, string source, string stackYaml, string projectYaml)
    {
        YamlMappingNode project = ReadMapping(ProjectFile, projectYaml);
        if (Child(project, "name") is not YamlScalarNode { Value: { Length: > 0 } name })
            throw new StackFileException($"{ProjectFile}: name: missing; expected the project's name");

        List<string> errors = [];
        SortedDictionary<string, JsonNode?> settings = new(StringComparer.Ordinal);
        YamlMappingNode file = ReadMapping(source, stackYaml);
        foreach ((YamlNode key, _) in file.Children)
        {
            string text = TextOf(key);
            if (text is "environment")
                errors.Add($"{source}: environment: names Pulumi ESC environments, which only Pulumi can open; expected every setting in "
                    + "the file; write the values there, or rehearse a copy of the file with --config");
            else if (text is not ("config" or "encryptionsalt" or "encryptedkey" or "secretsprovider"))
                errors.Add($"{source}({key.Start.Line},{key.Start.Column}): {text}: no such key; expected config; indent the settings "
                    + "below \"config:\"");
        }

        switch (Child(file, "config"))
        {
            case YamlMappingNode config:
                foreach ((YamlNode key, YamlNode value) in config.Children)
                {
                    string text = TextOf(key);
                    if (text.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
                        errors.Add($"{source}({key.Start.Line},{key.Start.Column}): config: \"{text}\": no namespace; expected "
                            + $"namespace:key, for example {name}:{text}");
                    else
                        settings[text] = ToJson(value, $"{source}: {text}", errors);
                }

                break;
            case null or YamlScalarNode { Value: "" or null }:
                break;
            case { } other:
                errors.Add($"{source}({other.Start.Line},{other.Start.Column}): config: is not a mapping; expected settings of the form "
                    + "namespace:key: value");
                break;
        }

        if (errors.Count > 0)
            throw new StackFileException(errors);
        AddDefaults(project, name, settings);
        return new StackFile(name, stack, rootDirectory, source, settings.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>
    /// The content of <c>PULUMI_CONFIG</c> as Pulumi's engine hands it to a program: one text per setting, structured ones as JSON.
    /// </summary>
    public string ToPulumiConfig()
    {
        JsonObject config = [];
        foreach ((string key, JsonNode? value) in Settings)
        {
            config[key] = value switch
            {
                null => "",
                JsonObject or JsonArray => value.ToJsonString(Plain),
                _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
                _ => value.ToJsonString(),
            };
        }

        return config.ToJsonString();
    }

    /// <summary>The same stack with one setting changed.</summary>
    public StackFile With(string key, JsonNode? value) => this with { Settings = Settings.SetItem(key, value) };

    /// <summary>A setting that is a text; null where absent or of another type.</summary>
    public string? Text(string key) =>
        Settings.GetValueOrDefault(key) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>The settings of the integrations by their logical names; an empty object where there are none.</summary>
    public JsonObject Integrations() => Settings.GetValueOrDefault(IntegrationsKey) as JsonObject ?? [];

    /// <summary>The same stack with other integrations.</summary>
    public StackFile WithIntegrations(JsonObject integrations) => With(IntegrationsKey, integrations);

    /// <summary>
    /// Every list of certificate files in integrations: those that are declared, and those of an application that is taken over.
    /// </summary>
    public static IEnumerable<JsonArray> CertificateLists(JsonObject integrations)
    {
        foreach (JsonObject integration in integrations.Select(pair => pair.Value).OfType<JsonObject>())
        {
            if (integration["certificates"] is JsonArray declared)
                yield return declared;
            if (integration["adopt"] is JsonObject adopt && adopt["certificates"] is JsonArray uploaded)
                yield return uploaded;
        }
    }

    /// <summary>The paths of all certificate files that the stack names.</summary>
    public IEnumerable<string> CertificatePaths() => CertificateLists(Integrations())
        .SelectMany(list => list).OfType<JsonValue>().Select(value => value.TryGetValue(out string? path) ? path : null).OfType<string>();

    /// <summary>The logical names of the integrations whose certificate is made and kept by a vault.</summary>
    public IEnumerable<string> KeyVaultIntegrations() => Integrations()
        .Where(pair => pair.Value is JsonObject integration && integration["certificate"] is JsonObject certificate
            && certificate.ContainsKey("keyVault"))
        .Select(pair => pair.Key);

    /// <summary>
    /// The stack's name that a stack file's name tells: <c>dev</c> for <c>Pulumi.dev.yaml</c>, the folder's name for <c>stack.yaml</c>,
    /// else the name
    /// without its ending.
    /// </summary>
    public static string StackNameOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        if (name == "stack" && Path.GetFileName(Path.GetDirectoryName(file)) is { Length: > 0 } folder)
            return folder;
        return name.StartsWith("Pulumi.", StringComparison.Ordinal) ? name["Pulumi.".Length..] : name;
    }

    /// <summary>The names of the stacks in a project folder, in order.</summary>
    public static string[] StacksIn(string rootDirectory) =>
        [.. Directory.EnumerateFiles(rootDirectory, "Pulumi.*.yaml").Select(StackNameOf).Order(StringComparer.Ordinal)];

    /// <summary>The name of a stack's file.</summary>
    public static string FileNameOf(string stack) => $"Pulumi.{stack}.yaml";

    private string IntegrationsKey => $"{Project}:integrations";

    private static JsonSerializerOptions Plain { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string ReadText(string file, string option)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException($"{option}: {file} cannot be read: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static YamlMappingNode ReadMapping(string source, string yaml)
    {
        YamlStream stream = [];
        Parser parser = new(new StringReader(yaml));
        try
        {
            stream.Load(parser);
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException or ArgumentException)
        {
            // For some mistakes the library throws without a place or a reason; then the last thing that it understood has to do.
            (Mark place, string reason) = exception is YamlException yamlError
                ? (yamlError.Start, (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ").TrimEnd('.'))
                : (parser.Current?.End ?? Mark.Empty, "what follows here cannot be read");
            throw new StackFileException(
                $"{source}({place.Line},{place.Column}): is not valid YAML: {reason}; expected keys and values, indented with blanks; "
                    + "look at this line and the one above it");
        }

        return stream.Documents switch
        {
            [] => [],
            [{ RootNode: YamlMappingNode mapping }] => mapping,
            [{ RootNode: YamlScalarNode { Value: "" or null } }] => [],
            [_] => throw new StackFileException($"{source}(1,1): is not a mapping; expected \"config:\" with settings below it"),
            _ => throw new StackFileException(
                $"{source}: holds {stream.Documents.Count} YAML documents; expected one; remove the lines \"---\" between them"),
        };
    }

    private static void AddDefaults(YamlMappingNode project, string name, SortedDictionary<string, JsonNode?> settings)
    {
        if (Child(project, "config") is not YamlMappingNode config)
            return;
        foreach ((YamlNode key, YamlNode declaration) in config.Children)
        {
            string full = TextOf(key).Contains(':', StringComparison.Ordinal) ? TextOf(key) : $"{name}:{TextOf(key)}";
            YamlNode? value = declaration is YamlMappingNode typed ? Child(typed, "value") ?? Child(typed, "default") : declaration;
            if (value is not null && !settings.ContainsKey(full))
                settings[full] = ToJson(value, $"{ProjectFile}: {full}", []);
        }
    }

    private static JsonNode? ToJson(YamlNode node, string path, List<string> errors)
    {
        switch (node)
        {
            case YamlMappingNode { Children: [{ Key: YamlScalarNode { Value: "secure" }, Value: YamlScalarNode }] }:
                errors.Add($"{path}: is a secret (\"secure:\"), and only Pulumi can decrypt it; expected plain values: this program needs "
                    + "no secret; write the value as it is, or rehearse a copy of the file with --config");
                return null;
            case YamlMappingNode mapping:
                JsonObject map = [];
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                    map[TextOf(key)] = ToJson(value, $"{path}.{TextOf(key)}", errors);
                return map;
            case YamlSequenceNode sequence:
                JsonArray list = [];
                foreach (YamlNode item in sequence.Children)
                    list.Add(ToJson(item, $"{path}[{list.Count}]", errors));
                return list;
            case YamlScalarNode scalar:
                return YamlScalar.ToJson(scalar);
            default:
                errors.Add($"{path}: is a {node.NodeType}; expected a text, number, true or false, list or mapping");
                return null;
        }
    }

    private static YamlNode? Child(YamlMappingNode mapping, string key) =>
        mapping.Children.FirstOrDefault(child => child.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    private static string TextOf(YamlNode node) => node is YamlScalarNode scalar ? scalar.Value ?? "" : node.ToString();
}
