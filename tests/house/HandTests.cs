using System.Text.RegularExpressions;
using System.Xml.Linq;
using TenantOnboarding.Verification.Findings;

namespace TenantOnboarding.Tests.House;

/// <summary>One hand: what no compiler rule can hold of the dialect that .editorconfig writes down.</summary>
public sealed partial class HandTests
{
    private const int LongestLine = 140;
    private const int LongestFile = 300;

    private static IEnumerable<SourceProject> Everything => [.. SourceProject.All, SourceProject.Tests];

    [Fact]
    public void No_line_is_longer_than_140_characters() => Holds(SourceProject.All, file => TooLong(File.ReadLines(file)));

    /// <summary>An exact message or a document that a test expects may make its line longer; code may not.</summary>
    [Fact]
    public void No_line_of_a_test_is_longer_than_140_characters_but_for_its_texts() =>
        Holds([SourceProject.Tests], file => TooLong(WithoutTexts(File.ReadLines(file))));

    [Fact]
    public void No_file_is_longer_than_300_lines() => Holds(SourceProject.All, file =>
        File.ReadLines(file).Count() is int lines and > LongestFile ? [$"{lines}: lines"] : []);

    [Fact]
    public void A_namespace_is_the_folder()
    {
        List<string> wrong = [];
        foreach (SourceProject project in Everything)
        {
            string root = RootNamespace(project);
            foreach (string file in project.Files.Where(file => Path.GetFileName(file) != "Program.cs"))
            {
                string folder = project.FolderOf(file);
                string expected = folder.Length == 0 ? root : $"{root}.{folder.Replace('/', '.')}";
                string? actual = Namespace().Match(File.ReadAllText(file)) is { Success: true } match ? match.Groups[1].Value : null;
                if (actual is not null && !string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
                    wrong.Add($"{Path.GetRelativePath(Repository.Root, file)}: {actual}, expected {expected}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void A_caught_exception_is_called_exception() => Holds(Everything, file => Caught().Matches(File.ReadAllText(file))
        .Select(match => match.Groups[1].Value)
        .Where(name => name is not "exception"));

    [Fact]
    public void Nothing_is_awaited_away_from_a_context_that_is_not_there() => Holds(Everything, file =>
        File.ReadAllText(file).Contains(".ConfigureAwait" + "(false)", StringComparison.Ordinal) ? ["ConfigureAwait(false)"] : []);

    [Fact]
    public void A_finding_is_named_in_the_catalogue_only()
    {
        HashSet<string> codes = [.. FindingCatalogue.All.Select(kind => kind.Code)];
        Holds(SourceProject.All.Where(project => project.Name is "verification" or "offline/rehearsal"), file =>
            file.Contains($"{Path.DirectorySeparatorChar}Findings{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                ? []
                : Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Where(codes.Contains));
    }

    private static void Holds(IEnumerable<SourceProject> projects, Func<string, IEnumerable<string>> violations)
    {
        List<string> found =
        [
            .. from project in projects
               from file in project.Files
               from violation in violations(file)
               select $"{Path.GetRelativePath(Repository.Root, file)}:{violation}",
        ];
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> TooLong(IEnumerable<string> lines) => lines
        .Select((line, index) => (line.Length, Number: index + 1))
        .Where(line => line.Length > LongestLine)
        .Select(line => $"{line.Number}: {line.Length} characters");

    private static IEnumerable<string> WithoutTexts(IEnumerable<string> lines)
    {
        bool inText = false;
        foreach (string line in lines)
        {
            yield return inText ? "" : Text().Replace(line, "");
            inText ^= RawTextMark().Count(line) % 2 == 1;
        }
    }

    private static string RootNamespace(SourceProject project)
    {
        string root = XDocument.Load(project.File).Descendants("RootNamespace").SingleOrDefault()?.Value
            ?? Path.GetFileNameWithoutExtension(project.File);
        return project.Name == "components" ? $"{root}.Components" : root;
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"catch \([\w.]+ (\w+)\)")]
    private static partial Regex Caught();

    [GeneratedRegex(@"""""+.*?""""+|""(?:[^""\\]|\\.)*""")]
    private static partial Regex Text();

    [GeneratedRegex("\"\"\"+")]
    private static partial Regex RawTextMark();

    [GeneratedRegex("\"([A-Z]+(?:_[A-Z]+)+)\"")]
    private static partial Regex Literal();
}
