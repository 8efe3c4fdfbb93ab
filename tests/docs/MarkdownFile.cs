using System.Text.RegularExpressions;

namespace TenantOnboarding.Tests.Docs;

/// <summary>A document of this repository, as far as tests look into it.</summary>
/// <param name="Name">Its path from the repository's root.</param>
internal sealed partial record MarkdownFile(string Name)
{
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "rehearsal-output", ".git", "node_modules"];

    /// <summary>Every document.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
        [.. Below(Repository.Root).Order(StringComparer.Ordinal).Select(name => new MarkdownFile(name))];

    /// <summary>Where it is.</summary>
    public string FullPath => Path.Combine(Repository.Root, Name);

    /// <summary>Its lines.</summary>
    public string[] Lines => File.ReadAllText(FullPath).ReplaceLineEndings("\n").Split('\n');

    /// <summary>Fenced blocks: the language that each names, and its lines without the fence's own indentation.</summary>
    public IReadOnlyList<(string Language, string[] Lines)> Fences
    {
        get
        {
            List<(string, string[])> fences = [];
            List<string>? open = null;
            string language = "";
            int indentation = 0;
            foreach (string line in Lines)
            {
                if (!line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                {
                    open?.Add(line.Length > indentation ? line[indentation..] : line.TrimStart());
                    continue;
                }
                if (open is not null)
                    fences.Add((language, [.. open]));
                open = open is null ? [] : null;
                language = line.Trim().Trim('`');
                indentation = line.Length - line.TrimStart().Length;
            }
            return fences;
        }
    }

    /// <summary>The commands of its blocks for a shell, without comments; one that goes on over several lines is one.</summary>
    public IEnumerable<string> Commands => Fences
        .Where(fence => fence.Language == "sh")
        .SelectMany(fence => Joined(fence.Lines.Select(line => Comments().Replace(line, ""))))
        .Select(line => line.Trim())
        .Where(line => line.Length > 0);

    /// <summary>The lines outside of fenced blocks.</summary>
    public IEnumerable<string> Prose
    {
        get
        {
            bool fenced = false;
            foreach (string line in Lines)
            {
                if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                    fenced = !fenced;
                else if (!fenced)
                    yield return line;
            }
        }
    }

    /// <summary>Targets of links and pictures that are not on another host.</summary>
    public IEnumerable<string> RelativeLinks => Prose
        .SelectMany(line => Links().Matches(line).Select(match => match.Groups[1].Value))
        .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    /// <summary>The anchors that GitHub makes of its headings.</summary>
    public IEnumerable<string> Anchors => Prose
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The rows of the first table below a heading, without its own heading; each a list of cells.</summary>
    public IReadOnlyList<string[]> TableBelow(string heading) =>
    [
        .. Lines
            .SkipWhile(line => line.TrimStart('#').Trim() != heading)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];

    /// <summary>The texts of a cell that are written as code.</summary>
    public static string[] Code(string cell) => [.. CodeSpans().Matches(cell).Select(match => match.Groups[1].Value)];

    public override string ToString() => Name;

    /// <summary>Lines that go on, by a backslash or within quotes, in one.</summary>
    private static IEnumerable<string> Joined(IEnumerable<string> lines)
    {
        string open = "";
        foreach (string line in lines)
        {
            open += line.TrimEnd('\\');
            if (line.EndsWith('\\') || open.Count(letter => letter == '\'') % 2 == 1)
                continue;
            yield return open;
            open = "";
        }
    }

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(child => !NotOurs.Contains(Path.GetFileName(child)))
            .SelectMany(Below));

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comments();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpans();
}
