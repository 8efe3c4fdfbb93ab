using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantOnboarding.Tests.House;

/// <summary>
/// Reads the source as the compiler does, and draws an arrow wherever a name stands for a type that another folder or project declares.
/// </summary>
internal sealed class Arrows
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Preview);

    private static readonly Dictionary<string, MetadataReference> Assemblies =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .DistinctBy(Path.GetFileNameWithoutExtension)
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path), path => (MetadataReference)MetadataReference.CreateFromFile(path));

    private static readonly Dictionary<string, string> ProjectOfAssembly = SourceProject.All.ToDictionary(
        AssemblyOf, project => project.Name);

    private readonly Dictionary<(string From, string To), Arrow> _folders = [];
    private readonly Dictionary<(string From, string To), Arrow> _projects = [];
    private readonly SourceProject _project;

    private Arrows(SourceProject project) => _project = project;

    /// <summary>Between the project's folders.</summary>
    public IReadOnlyCollection<Arrow> BetweenFolders => _folders.Values;

    /// <summary>From the project to others of this repository.</summary>
    public IReadOnlyCollection<Arrow> ToProjects => _projects.Values;

    /// <summary>The arrows of a project.</summary>
    public static Arrows Of(SourceProject project)
    {
        Arrows arrows = new(project);
        IReadOnlyDictionary<string, SyntaxTree> trees = Trees(project);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Source",
            [.. trees.Values, CSharpSyntaxTree.ParseText(ImplicitUsings, Parse)],
            References(project),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        // The entry point ties the top to the ground, and nothing uses it.
        foreach (string file in project.Files.Where(file => Path.GetFileName(file) != "Program.cs"))
            arrows.Read(file, compilation.GetSemanticModel(trees[file]));
        return arrows;
    }

    private static Dictionary<string, SyntaxTree> Trees(SourceProject project)
    {
        IEnumerable<string> files = CompilesComponents(project)
            ? project.Files.Concat(SourceProject.All.Single(other => other.Name == "components").Files)
            : project.Files;
        return files.ToDictionary(file => file, file => (SyntaxTree)CSharpSyntaxTree.ParseText(File.ReadAllText(file), Parse, file));
    }

    /// <summary>Whether a project has no reference to the program, but compiles its components into itself.</summary>
    private static bool CompilesComponents(SourceProject project) =>
        File.ReadAllText(project.File).Contains("../components/**", StringComparison.Ordinal);

    /// <summary>All that the tests run with, without the assembly that is read as source.</summary>
    private static IEnumerable<MetadataReference> References(SourceProject project)
    {
        HashSet<string> source = ["Tests", AssemblyOf(project)];
        if (project.Name == "components" || CompilesComponents(project))
            source.UnionWith(SourceProject.All.Where(CompilesComponents).Select(AssemblyOf));
        return Assemblies.Where(assembly => !source.Contains(assembly.Key)).Select(assembly => assembly.Value);
    }

    private static string AssemblyOf(SourceProject project) =>
        XDocument.Load(project.File).Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project.File);

    private void Read(string file, SemanticModel model)
    {
        string folder = _project.FolderOf(file);
        foreach (SimpleNameSyntax name in model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType) is not { } type)
                continue;
            if (type.DeclaringSyntaxReferences is [{ SyntaxTree.FilePath: { Length: > 0 } declared }, ..])
            {
                if (!declared.StartsWith(_project.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                    Draw(_projects, _project.Name, "components", file, type);
                else if (_project.FolderOf(declared) is string target && target != folder)
                    Draw(_folders, folder, target, file, type);
            }
            else if (type.ContainingAssembly is { } assembly && ProjectOfAssembly.TryGetValue(assembly.Name, out string? project))
            {
                Draw(_projects, _project.Name, project, file, type);
            }
        }
    }

    private static void Draw(Dictionary<(string From, string To), Arrow> arrows, string from, string to, string file, INamedTypeSymbol type)
    {
        if (!arrows.TryGetValue((from, to), out Arrow? arrow))
            arrows[(from, to)] = arrow = new Arrow(from, to, $"{Path.GetRelativePath(Repository.Root, file)} uses {type.Name}");
        arrow.Types.Add(type.Name);
    }
}
