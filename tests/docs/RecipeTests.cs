using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TenantOnboarding.Tests.Docs;

/// <summary>
/// The recipes of CONTRIBUTING.md: their files are there, and they are as short as they say; the examples of all documents compile.
/// </summary>
public sealed partial class RecipeTests
{
    private static readonly MarkdownFile Document = new("CONTRIBUTING.md");

    /// <summary>What a recipe may cost at most, in files that must change.</summary>
    private static readonly Dictionary<string, int> Most = new(StringComparer.Ordinal)
    {
        ["A product"] = 3,
        ["A mailbox protocol"] = 6,
        ["A check"] = 2,
        ["A resource type of the simulated tenant"] = 3,
    };

    [Fact]
    public void A_recipe_names_as_many_files_as_its_heading_says_and_no_more_than_agreed()
    {
        Dictionary<string, int> recipes = Document.Lines.Select(line => Heading().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

        Assert.Equal(Most.Keys, recipes.Keys);
        Assert.All(recipes, recipe =>
        {
            Assert.InRange(recipe.Value, 1, Most[recipe.Key]);
            Assert.Equal(recipe.Value, StepsOf(recipe.Key).Count());
        });
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_in_csharp_compiles(string name, string source)
    {
        // The projects let an assembly of this name see their internals.
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Tests",
            [Parse("global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; "
                + "global using System.Threading.Tasks;"), Parse(source)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path) != "Tests.dll")
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        // CS1701: a package that was built against an older version of another; the SDK does not show it either.
        IEnumerable<Diagnostic> problems = compilation.GetDiagnostics()
            .Where(problem => problem.Severity >= DiagnosticSeverity.Warning && problem.Id != "CS1701");

        Assert.True(!problems.Any(), $"{name}: {string.Join(Environment.NewLine, problems)}");

        static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest));
    }

    public static TheoryData<string, string> Examples
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (MarkdownFile file in MarkdownFile.All)
            {
                foreach ((int index, (string _, string[] lines)) in file.Fences.Where(fence => fence.Language == "csharp").Index())
                    data.Add($"{file.Name}, example {index + 1}", string.Join('\n', lines));
            }
            return data;
        }
    }

    private static IEnumerable<string> StepsOf(string recipe) => Document.Lines
        .SkipWhile(line => !line.StartsWith($"### {recipe}: ", StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(line => !line.StartsWith('#') && !line.StartsWith("```", StringComparison.Ordinal))
        .Where(line => Step().IsMatch(line));

    [GeneratedRegex(@"^### (.+): (\d+) files$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\d+\. `[^`]+`")]
    private static partial Regex Step();
}
