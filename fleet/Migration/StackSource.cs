using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Rehearsal.Stacks;
using YamlDotNet.RepresentationModel;

namespace TenantOnboarding.Fleet.Migration;

/// <summary>A stack file as text, with the places of its values: what is changed is changed there, and all else stays as it is.</summary>
internal sealed class StackSource
{
    private readonly YamlMappingNode _file;

    private StackSource(string text, YamlMappingNode file)
    {
        Text = text;
        _file = file;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>What ends a line of it.</summary>
    public string NewLine => Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>Where the settings begin: the key <c>config</c>; null where there are none.</summary>
    public int? ConfigStart => _file.Children.Keys.OfType<YamlScalarNode>().FirstOrDefault(key => key.Value == "config") is { } key
        ? At(key.Start.Index) : null;

    /// <summary>Reads it. A text that is no stack file is refused before, by <see cref="StackFile"/>.</summary>
    public static StackSource Read(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return new StackSource(text, stream.Documents is [{ RootNode: YamlMappingNode file }] ? file : []);
    }

    /// <summary>A setting's value, or null.</summary>
    public YamlNode? Setting(string name) => Child(Child(_file, "config"), name);

    /// <summary>Every integration that is a mapping, by its logical name.</summary>
    public IEnumerable<(string Name, YamlMappingNode Settings)> Integrations() =>
        Setting($"{StackConfiguration.Namespace}:integrations") is YamlMappingNode integrations
            ? from child in integrations.Children
              where child.Key is YamlScalarNode && child.Value is YamlMappingNode
              select (((YamlScalarNode)child.Key).Value ?? "", (YamlMappingNode)child.Value)
            : [];

    /// <summary>The value of a key, or null.</summary>
    public static YamlNode? Child(YamlNode? mapping, string key) => (mapping as YamlMappingNode)?.Children
        .FirstOrDefault(child => child.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    /// <summary>Where a value begins, and where the text goes on behind it.</summary>
    public static (int Start, int End) PlaceOf(YamlNode node) => (At(node.Start.Index), At(node.End.Index));

    /// <summary>Where the line of a place begins.</summary>
    public int LineStart(int place) => place == 0 ? 0 : Text.LastIndexOf('\n', place - 1) + 1;

    /// <summary>Where the line of a place ends, before what ends it.</summary>
    public int LineEnd(int place)
    {
        int end = Text.IndexOf('\n', place);
        end = end < 0 ? Text.Length : end;
        return end > place && Text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>The text with every edit made.</summary>
    public string With(IEnumerable<SourceEdit> edits)
    {
        string text = Text;
        // From the end on, so that the places of those before stay what they are.
        foreach (SourceEdit edit in edits.Distinct().OrderByDescending(edit => edit.Start))
            text = string.Concat(text.AsSpan(0, edit.Start), edit.Text, text.AsSpan(edit.End));
        return text;
    }

    private static int At(long index) => checked((int)index);
}
