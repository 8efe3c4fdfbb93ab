using YamlDotNet.RepresentationModel;

namespace TenantOnboarding.Tests.Workflows;

/// <summary>A workflow of this repository, or a composite action that workflows share.</summary>
/// <param name="Name">Its path below <c>.github</c>.</param>
/// <param name="Text">The file as it is.</param>
/// <param name="Root">The file, read.</param>
internal sealed record WorkflowFile(string Name, string Text, YamlMappingNode Root)
{
    private static string Folder => Path.Combine(Repository.Root, ".github");

    /// <summary>Every workflow.</summary>
    public static IReadOnlyList<WorkflowFile> Workflows { get; } = Read("workflows", "*.yml");

    /// <summary>Every composite action of this repository.</summary>
    public static IReadOnlyList<WorkflowFile> Actions { get; } = Read("actions", "action.yml");

    /// <summary>The jobs by their ids; none for an action.</summary>
    public IReadOnlyDictionary<string, YamlMappingNode> Jobs =>
        Map(Root, "jobs")?.Children.ToDictionary(job => Scalar(job.Key)!, job => (YamlMappingNode)job.Value) ?? [];

    /// <summary>The steps of all jobs, or of the action.</summary>
    public IEnumerable<YamlMappingNode> Steps => Jobs.Count > 0 ? Jobs.Values.SelectMany(StepsOf) : StepsOf(Map(Root, "runs")!);

    /// <summary>The workflow with this file name, such as <c>deploy.yml</c>.</summary>
    public static WorkflowFile Of(string name) => Workflows.Single(file => file.Name == "workflows/" + name);

    /// <summary>The steps of a job or of an action's <c>runs</c>.</summary>
    public static IReadOnlyList<YamlMappingNode> StepsOf(YamlMappingNode parent) =>
        Child(parent, "steps") is YamlSequenceNode steps ? [.. steps.Children.Cast<YamlMappingNode>()] : [];

    /// <summary>The text of a key, or null where there is none.</summary>
    public static string? Value(YamlMappingNode node, string key) => Scalar(Child(node, key));

    /// <summary>The mapping of a key, or null where there is none.</summary>
    public static YamlMappingNode? Map(YamlMappingNode node, string key) => Child(node, key) as YamlMappingNode;

    /// <summary>The keys of a mapping; none for a scalar.</summary>
    public static IEnumerable<string> Keys(YamlNode? node) =>
        node is YamlMappingNode map ? map.Children.Keys.Select(key => Scalar(key)!) : [];

    /// <summary>What stands under a key, or null.</summary>
    public static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;

    public override string ToString() => Name;

    private static string? Scalar(YamlNode? node) => (node as YamlScalarNode)?.Value;

    private static List<WorkflowFile> Read(string folder, string pattern) =>
    [
        .. System.IO.Directory.EnumerateFiles(Path.Combine(Folder, folder), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    private static WorkflowFile Read(string file)
    {
        string text = File.ReadAllText(file);
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        string name = Path.GetRelativePath(Folder, file).Replace('\\', '/');
        return new WorkflowFile(name, text, (YamlMappingNode)stream.Documents.Single().RootNode);
    }
}
