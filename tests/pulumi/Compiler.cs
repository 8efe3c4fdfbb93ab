using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Compiles source in memory against the stand-in.</summary>
internal static class Compiler
{
    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Tests", StringComparison.Ordinal))
            .Append(typeof(Output).Assembly.Location)
            .Distinct()
            .Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilation Create(params string[] sources) => CSharpCompilation.Create(
        "Tests", // Generated code may use what is internal to the stand-in.
        sources.Select(source => CSharpSyntaxTree.ParseText(source)),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Ids of errors and warnings.</summary>
    public static IEnumerable<string> Complaints(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.ToString());
}
