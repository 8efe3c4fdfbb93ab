using System;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Pulumi.Offline.Generator;

/// <summary>Writes the provider classes of every schema file of the project, in the shapes that the official packages have.</summary>
[Generator]
public sealed class ProviderClassGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<string> schemas = context.AdditionalTextsProvider
            .Where(file => file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            .Select((file, cancellation) => file.GetText(cancellation)?.ToString() ?? "");
        context.RegisterSourceOutput(schemas, (output, json) =>
        {
            foreach ((string name, string source) in PackageWriter.Write(SchemaFile.Parse(json)))
            {
                output.AddSource(name + ".g.cs", SourceText.From(source, Encoding.UTF8));
            }
        });
    }
}
