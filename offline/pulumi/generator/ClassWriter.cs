using System.Collections.Generic;
using System.Linq;
using SchemaFileProperty = Pulumi.Offline.Generator.SchemaFile.Property;

namespace Pulumi.Offline.Generator;

/// <summary>Writes classes that hold properties: arguments and results.</summary>
internal sealed class ClassWriter
{
    private const string CreateSecret = "global::Pulumi.Output.CreateSecret";
    private const string EnvironmentDefault = "global::Pulumi.Serialization.EnvironmentDefaults.Get";
    private readonly TypeNames _types;

    public ClassWriter(TypeNames types) => _types = types;

    /// <summary>A class of inputs.</summary>
    public void WriteArgs(
        SourceWriter source,
        string name,
        string baseClass,
        IEnumerable<SchemaFileProperty> properties,
        string suffix,
        bool required,
        bool json)
    {
        source.Line();
        using (source.Block($"public sealed class {name} : {baseClass}"))
        {
            List<string> defaults = [];
            foreach (SchemaFileProperty property in properties)
            {
                bool isRequired = required && property.IsRequired;
                string type = _types.InputType(property.Type, suffix);
                string flags = (isRequired ? ", required: true" : "") + (json && property.Type != "string" ? ", json: true" : "");
                string field = "_" + property.SchemaName;
                bool isCollection = TypeNames.IsList(property.Type) || TypeNames.IsMap(property.Type);
                source.Line($"[global::Pulumi.Input(\"{property.SchemaName}\"{flags})]");
                if (isCollection)
                {
                    source.Line($"private {type}? {field};");
                    source.Line();
                    using (source.Block($"public {type} {property.CSharpName}"))
                    {
                        source.Line($"get => {field} ??= [];");
                        string output = $"(global::Pulumi.Output<{_types.PlainCollection(property.Type, suffix)}>)value";
                        source.Line($"set => {field} = {(property.IsSecret ? Secret(type, output) : "value")};");
                    }
                }
                else if (property.IsSecret)
                {
                    source.Line($"private {type}? {field};");
                    source.Line();
                    using (source.Block($"public {type}? {property.CSharpName}"))
                    {
                        source.Line($"get => {field};");
                        source.Line($"set => {field} = {Secret(type, "global::Pulumi.InputExtensions.ToOutput(value)")};");
                    }
                }
                else
                {
                    source.Line(
                        $"public {type}{(isRequired ? "" : "?")} {property.CSharpName} {{ get; set; }}{(isRequired ? " = null!;" : "")}");
                }

                source.Line();
                if (DefaultOf(property) is { } value)
                {
                    defaults.Add($"{property.CSharpName} = {value};");
                }
            }

            using (source.Block($"public {name}()"))
            {
                foreach (string line in defaults)
                {
                    source.Line(line);
                }
            }

            source.Line();
            source.Line($"public static new {name} Empty => new {name}();");
        }
    }

    /// <summary>A class of plain values, for a call that waits.</summary>
    public static void WritePlainArgs(SourceWriter source, string name, IEnumerable<SchemaFileProperty> properties)
    {
        source.Line();
        using (source.Block($"public sealed class {name} : global::Pulumi.InvokeArgs"))
        {
            foreach (SchemaFileProperty property in properties)
            {
                source.Line($"[global::Pulumi.Input(\"{property.SchemaName}\"{(property.IsRequired ? ", required: true" : "")})]");
                if (TypeNames.IsList(property.Type))
                {
                    string type = $"global::System.Collections.Generic.List<{TypeNames.PlainType(TypeNames.Element(property.Type))}>";
                    source.Line($"private {type}? _{property.SchemaName};");
                    source.Line();
                    using (source.Block($"public {type} {property.CSharpName}"))
                    {
                        source.Line($"get => _{property.SchemaName} ??= [];");
                        source.Line($"set => _{property.SchemaName} = value;");
                    }
                }
                else
                {
                    (string mark, string value) = property.IsRequired ? ("", " = default!;") : ("?", "");
                    source.Line($"public {TypeNames.PlainType(property.Type)}{mark} {property.CSharpName} {{ get; set; }}{value}");
                }

                source.Line();
            }

            source.Line($"public {name}()");
            source.Line("{");
            source.Line("}");
            source.Line();
            source.Line($"public static new {name} Empty => new {name}();");
        }
    }

    /// <summary>A class of outputs.</summary>
    public void WriteResult(SourceWriter source, string name, List<SchemaFileProperty> properties)
    {
        source.Line();
        source.Line("[global::Pulumi.OutputType]");
        using (source.Block($"public sealed class {name}"))
        {
            string TypeOf(SchemaFileProperty property) =>
                _types.ResultType(property.Type)
                    + (property.IsRequired || property.IsComputed || TypeNames.IsList(property.Type) ? "" : "?");
            foreach (SchemaFileProperty property in properties)
            {
                source.Line($"public readonly {TypeOf(property)} {property.CSharpName};");
            }

            source.Line();
            source.Line("[global::Pulumi.OutputConstructor]");
            string parameters = string.Join(", ", properties.Select(property => $"{TypeOf(property)} @{property.SchemaName}"));
            using (source.Block($"private {name}({parameters})"))
            {
                foreach (SchemaFileProperty property in properties)
                {
                    source.Line($"{property.CSharpName} = @{property.SchemaName};");
                }
            }
        }
    }

    private static string Secret(string type, string output) => $"value is null ? null : ({type}){CreateSecret}({output})";

    private static string? DefaultOf(SchemaFileProperty property)
    {
        string? fallback = property.Type == "string" && property.Default is not null
            ? $"\"{property.Default.Value}\""
            : property.Default?.Value;
        if (property.Environment.Count == 0)
        {
            return fallback;
        }

        string variables = string.Join(", ", property.Environment.Select(variable => $"\"{variable}\""));
        return property.Type == "boolean"
            ? $"{EnvironmentDefault}Boolean({variables}) ?? {fallback}"
            : fallback is null
                ? $"{EnvironmentDefault}({variables}) is {{ }} value ? (global::Pulumi.Input<string>)value : null"
                : $"{EnvironmentDefault}({variables}) ?? {fallback}";
    }
}
