using System.Text.RegularExpressions;

namespace TenantOnboarding.Tests.House;

/// <summary>The written list of who may use whom, <c>layers.txt</c>.</summary>
internal sealed partial class Layers
{
    private const string ProjectsHeading = "projects";

    private Layers(IReadOnlyDictionary<string, IReadOnlyList<string>> sections)
    {
        Folders = sections.Where(section => section.Key != ProjectsHeading).ToDictionary(
            section => section.Key, section => (IReadOnlyList<string[]>)[.. section.Value.Select(line => line.Split(' '))]);
        Projects = sections[ProjectsHeading].Select(line => line.Split(':', 2)).ToDictionary(
            parts =>
                parts[0], parts =>
                    Used().Matches(parts[1]).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Split(' ')));
    }

    /// <summary>For each project those that it may use, each with the only types that it may use of it, or an empty text for all.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string[]>> Projects { get; }

    /// <summary>
    /// For each project its layers from the ground up, each a list of folders; a plus joins folders that may use each other.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string[]>> Folders { get; }

    /// <summary>Reads the list.</summary>
    public static Layers Read()
    {
        Dictionary<string, IReadOnlyList<string>> sections = [];
        List<string> lines = [];
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "house", "layers.txt")))
        {
            if (line.StartsWith('['))
                sections.Add(line.Trim('[', ']'), lines = []);
            else if (line.Length > 0 && !line.StartsWith('#'))
                lines.Add(line);
        }
        return new Layers(sections);
    }

    /// <summary>Why an arrow between two folders of a project is not allowed, or null.</summary>
    public string? Refuse(string project, Arrow arrow)
    {
        int from = LayerOf(project, arrow.From), to = LayerOf(project, arrow.To);
        if (from < 0 || to < 0)
            return $"{project}: no layer holds the folder {(from < 0 ? arrow.From : arrow.To)} ({arrow.Example})";
        return to < from || Folders[project][from].Any(group => Contains(group, arrow.From) && Contains(group, arrow.To))
            ? null
            : $"{project}: {Name(arrow.From)} must not use {Name(arrow.To)} ({arrow.Example})";
    }

    /// <summary>Why a project must not use another as it does; nothing where it may.</summary>
    public IEnumerable<string> Refuse(Arrow arrow)
    {
        if (!Projects.TryGetValue(arrow.From, out Dictionary<string, string[]>? allowed))
            return [$"{arrow.From} is not in the list of projects"];
        if (!allowed.TryGetValue(arrow.To, out string[]? door))
            return [$"{arrow.From} must not use {arrow.To} ({arrow.Example})"];
        return door is [""]
            ? []
            : arrow.Types.Except(door).Select(type => $"{arrow.From} must not use {type} of {arrow.To}, only {string.Join(", ", door)}");
    }

    private static string Name(string folder) => folder.Length == 0 ? "the project's own folder" : folder;

    private static bool Contains(string group, string folder) => group.Split('+').Contains(folder.Length == 0 ? "." : folder);

    private int LayerOf(string project, string folder)
    {
        IReadOnlyList<string[]> layers = Folders.GetValueOrDefault(project, []);
        return layers.ToList().FindIndex(layer => layer.Any(group => Contains(group, folder)));
    }

    [GeneratedRegex(@"([\w/]+)(?:\(([^)]*)\))?")]
    private static partial Regex Used();
}
