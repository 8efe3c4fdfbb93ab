using System.Collections.Generic;
using System.Linq;
using SchemaFileMember = Pulumi.Offline.Generator.SchemaFile.Member;
using SchemaFileProperty = Pulumi.Offline.Generator.SchemaFile.Property;

namespace Pulumi.Offline.Generator;

/// <summary>Writes the classes of one package, a source file each.</summary>
internal sealed class PackageWriter
{
    private readonly SchemaFile _schema;
    private readonly HashSet<string> _inputTypes;
    private readonly HashSet<string> _stateTypes;
    private readonly HashSet<string> _outputTypes;

    private PackageWriter(SchemaFile schema)
    {
        _schema = schema;
        var resources = schema.Resources.Where(resource => !IsProvider(resource)).ToList();
        _inputTypes = Reach(schema.Resources.Concat(schema.Functions).SelectMany(member => member.Inputs));
        _stateTypes = Reach(resources.SelectMany(resource => resource.Outputs.Concat(resource.Inputs)));
        _outputTypes = Reach(resources.Concat(schema.Functions).SelectMany(member => member.Outputs));
    }

    public static IEnumerable<(string Name, string Source)> Write(SchemaFile schema)
    {
        var writer = new PackageWriter(schema);
        yield return ($"{schema.Namespace}.{writer.Attribute}", writer.WriteAttribute());
        foreach (var provider in schema.Resources.Where(resource => IsProvider(resource) && resource.Inputs.Count > 0))
        {
            yield return ($"{schema.Namespace}.Config", writer.WriteConfig(provider));
        }

        foreach (var resource in schema.Resources)
        {
            yield return ($"{schema.Namespace}.{resource.Class}", writer.WriteResource(resource));
        }

        foreach (var function in schema.Functions)
        {
            yield return ($"{schema.Namespace}.{function.Class}", writer.WriteFunction(function));
        }

        foreach (var type in schema.Types)
        {
            yield return ($"{schema.Namespace}.Types.{type.Key}", writer.WriteType(type.Key, type.Value));
        }
    }

    private string Attribute => _schema.Namespace.Split('.').Last() + "ResourceTypeAttribute";

    private string WriteAttribute()
    {
        var source = new SourceWriter(_schema.Namespace);
        source.Line($"[global::System.AttributeUsage(global::System.AttributeTargets.Class)]");
        source.Line($"internal sealed class {Attribute}(string type) : global::Pulumi.ResourceTypeAttribute(type, \"{_schema.Version}\");");
        return source.ToString();
    }

    /// <summary>The package's own configuration; its name is what makes "Config" ambiguous to a program that uses two namespaces.</summary>
    private string WriteConfig(SchemaFileMember provider)
    {
        var source = new SourceWriter(_schema.Namespace);
        using (source.Block("public static class Config"))
        {
            foreach (var property in provider.Inputs.Where(input => input.Type is "string" or "boolean"))
            {
                var (type, method) = property.Type == "string" ? ("string", "Get") : ("bool", "GetBoolean");
                var field = "_" + property.SchemaName;
                source.Line($"private static (bool IsSet, {type}? Value) {field};");
                source.Line();
                using (source.Block($"public static {type}? {property.CSharpName}"))
                {
                    source.Line($"get => {field}.IsSet ? {field}.Value : new global::Pulumi.Config(\"{_schema.Package}\").{method}(\"{property.SchemaName}\");");
                    source.Line($"set => {field} = (true, value);");
                }

                source.Line();
            }
        }

        return source.ToString();
    }

    private string WriteResource(SchemaFileMember resource)
    {
        var (space, name) = Split(resource.Class);
        var isProvider = IsProvider(resource);
        var optional = resource.Inputs.Any(input => input.IsRequired) ? "" : "?";
        var noArgs = optional.Length == 0 ? "" : " = null";
        var token = isProvider ? _schema.Package : resource.Token;
        var source = new SourceWriter(space);
        source.Line($"[global::{_schema.Namespace}.{Attribute.Replace("Attribute", "")}(\"{resource.Token}\")]");
        using (source.Block($"public partial class {name} : global::Pulumi.{(isProvider ? "ProviderResource" : "CustomResource")}"))
        {
            foreach (var output in resource.Outputs)
            {
                var nullable = output.IsRequired || IsList(output.Type) ? "" : "?";
                source.Line($"[global::Pulumi.Output(\"{output.SchemaName}\")]");
                source.Line($"public global::Pulumi.Output<{ResultType(output.Type)}{nullable}> {output.CSharpName} {{ get; private set; }} = null!;");
                source.Line();
            }

            source.Line($"public {name}(string name, {name}Args{optional} args{noArgs}, global::Pulumi.CustomResourceOptions? options = null)");
            source.Line($"    : base(\"{token}\", name, args ?? new {name}Args(), MakeResourceOptions(options, \"\"))");
            source.Line("{");
            source.Line("}");
            source.Line();
            if (!isProvider)
            {
                source.Line($"private {name}(string name, global::Pulumi.Input<string> id, {name}State? state = null, global::Pulumi.CustomResourceOptions? options = null)");
                source.Line($"    : base(\"{token}\", name, state, MakeResourceOptions(options, id))");
                source.Line("{");
                source.Line("}");
                source.Line();
                source.Line($"public static {name} Get(string name, global::Pulumi.Input<string> id, {name}State? state = null, global::Pulumi.CustomResourceOptions? options = null)");
                source.Line("    => new(name, id, state, options);");
                source.Line();
            }

            using (source.Block("private static global::Pulumi.CustomResourceOptions MakeResourceOptions(global::Pulumi.CustomResourceOptions? options, global::Pulumi.Input<string>? id)"))
            {
                source.Line($"var defaults = new global::Pulumi.CustomResourceOptions {{ Version = \"{_schema.Version}\" }};");
                foreach (var secret in resource.Outputs.Where(output => output.IsSecret))
                {
                    source.Line($"defaults.AdditionalSecretOutputs.Add(\"{secret.SchemaName}\");");
                }

                source.Line("var merged = global::Pulumi.CustomResourceOptions.Merge(defaults, options);");
                source.Line("merged.Id = id ?? merged.Id;");
                source.Line("return merged;");
            }
        }

        WriteArgs(source, name + "Args", "global::Pulumi.ResourceArgs", resource.Inputs, "Args", required: true, json: isProvider);
        if (!isProvider)
        {
            // What an output of the same name is known to be stands for the inputs too; reading qualifies by either.
            var state = resource.Outputs.Concat(resource.Inputs).GroupBy(property => property.SchemaName).Select(group => group.First()).OrderBy(property => property.SchemaName, System.StringComparer.Ordinal);
            WriteArgs(source, name + "State", "global::Pulumi.ResourceArgs", state, "GetArgs", required: false, json: false);
        }

        return source.ToString();
    }

    private string WriteFunction(SchemaFileMember function)
    {
        var (space, name) = Split(function.Class);
        var optional = function.Inputs.Any(input => input.IsRequired) ? "" : "?";
        var noArgs = optional.Length == 0 ? "" : " = null";
        var source = new SourceWriter(space);
        using (source.Block($"public static class {name}"))
        {
            var call = $"=> global::Pulumi.Deployment.Instance.{{0}}<{name}Result>(\"{function.Token}\", {{1}}, options);";
            if (function.Inputs.Count == 0)
            {
                var none = "global::Pulumi.InvokeArgs.Empty";
                source.Line($"public static global::System.Threading.Tasks.Task<{name}Result> InvokeAsync(global::Pulumi.InvokeOptions? options = null)");
                source.Line("    " + string.Format(call, "InvokeAsync", none));
                source.Line();
                source.Line($"public static global::Pulumi.Output<{name}Result> Invoke(global::Pulumi.InvokeOptions? options = null)");
                source.Line("    " + string.Format(call, "Invoke", none));
                source.Line();
                source.Line($"public static global::Pulumi.Output<{name}Result> Invoke(global::Pulumi.InvokeOutputOptions options)");
                source.Line("    " + string.Format(call, "Invoke", none));
            }
            else
            {
                source.Line($"public static global::System.Threading.Tasks.Task<{name}Result> InvokeAsync({name}Args{optional} args{noArgs}, global::Pulumi.InvokeOptions? options = null)");
                source.Line("    " + string.Format(call, "InvokeAsync", $"args ?? new {name}Args()"));
                source.Line();
                source.Line($"public static global::Pulumi.Output<{name}Result> Invoke({name}InvokeArgs{optional} args{noArgs}, global::Pulumi.InvokeOptions? options = null)");
                source.Line("    " + string.Format(call, "Invoke", $"args ?? new {name}InvokeArgs()"));
                source.Line();
                source.Line($"public static global::Pulumi.Output<{name}Result> Invoke({name}InvokeArgs args, global::Pulumi.InvokeOutputOptions options)");
                source.Line("    " + string.Format(call, "Invoke", $"args ?? new {name}InvokeArgs()"));
            }
        }

        if (function.Inputs.Count > 0)
        {
            WritePlainArgs(source, name + "Args", function.Inputs);
            WriteArgs(source, name + "InvokeArgs", "global::Pulumi.InvokeArgs", function.Inputs, "InputArgs", required: true, json: false);
        }

        WriteResult(source, name + "Result", function.Outputs);
        return source.ToString();
    }

    private string WriteType(string type, List<SchemaFileProperty> properties)
    {
        var (space, name) = Split(type);
        var inputs = new SourceWriter(space + ".Inputs");
        if (_inputTypes.Contains(type))
        {
            WriteArgs(inputs, name + "Args", "global::Pulumi.ResourceArgs", properties, "Args", required: true, json: false);
        }

        if (_stateTypes.Contains(type))
        {
            WriteArgs(inputs, name + "GetArgs", "global::Pulumi.ResourceArgs", properties, "GetArgs", required: true, json: false);
        }

        var outputs = new SourceWriter(space + ".Outputs");
        if (_outputTypes.Contains(type))
        {
            WriteResult(outputs, IsResult(type) ? name + "Result" : name, properties);
        }

        return inputs.ToString() + outputs.ToString(fileHead: false);
    }

    /// <summary>The nested types that properties hold, directly or in one another.</summary>
    private HashSet<string> Reach(IEnumerable<SchemaFileProperty> properties)
    {
        var reached = new HashSet<string>();
        var open = new Stack<SchemaFileProperty>(properties);
        while (open.Count > 0)
        {
            var type = open.Pop().Type.Trim('[', ']', '{', '}');
            if (_schema.Types.TryGetValue(type, out var nested) && reached.Add(type))
            {
                nested.ForEach(open.Push);
            }
        }

        return reached;
    }

    private void WriteArgs(
        SourceWriter source, string name, string baseClass, IEnumerable<SchemaFileProperty> properties, string suffix, bool required, bool json)
    {
        source.Line();
        using (source.Block($"public sealed class {name} : {baseClass}"))
        {
            var defaults = new List<string>();
            foreach (var property in properties)
            {
                var isRequired = required && property.IsRequired;
                var type = InputType(property.Type, suffix);
                var flags = (isRequired ? ", required: true" : "") + (json && property.Type != "string" ? ", json: true" : "");
                var attribute = $"[global::Pulumi.Input(\"{property.SchemaName}\"{flags})]";
                var field = "_" + property.SchemaName;
                var isCollection = IsList(property.Type) || IsMap(property.Type);
                source.Line(attribute);
                if (isCollection)
                {
                    source.Line($"private {type}? {field};");
                    source.Line();
                    using (source.Block($"public {type} {property.CSharpName}"))
                    {
                        source.Line($"get => {field} ??= [];");
                        source.Line(property.IsSecret ? $"set => {field} = value is null ? null : ({type})global::Pulumi.Output.CreateSecret((global::Pulumi.Output<{ElementList(property.Type, suffix)}>)value);" : $"set => {field} = value;");
                    }
                }
                else if (property.IsSecret)
                {
                    source.Line($"private {type}? {field};");
                    source.Line();
                    using (source.Block($"public {type}? {property.CSharpName}"))
                    {
                        source.Line($"get => {field};");
                        source.Line($"set => {field} = value is null ? null : ({type})global::Pulumi.Output.CreateSecret(global::Pulumi.InputExtensions.ToOutput(value));");
                    }
                }
                else
                {
                    source.Line($"public {type}{(isRequired ? "" : "?")} {property.CSharpName} {{ get; set; }}{(isRequired ? " = null!;" : "")}");
                }

                source.Line();
                if (DefaultOf(property) is { } value)
                {
                    defaults.Add($"{property.CSharpName} = {value};");
                }
            }

            using (source.Block($"public {name}()"))
            {
                foreach (var line in defaults)
                {
                    source.Line(line);
                }
            }

            source.Line();
            source.Line($"public static new {name} Empty => new {name}();");
        }
    }

    private static void WritePlainArgs(SourceWriter source, string name, IEnumerable<SchemaFileProperty> properties)
    {
        source.Line();
        using (source.Block($"public sealed class {name} : global::Pulumi.InvokeArgs"))
        {
            foreach (var property in properties)
            {
                source.Line($"[global::Pulumi.Input(\"{property.SchemaName}\"{(property.IsRequired ? ", required: true" : "")})]");
                if (IsList(property.Type))
                {
                    var type = $"global::System.Collections.Generic.List<{PlainType(Element(property.Type))}>";
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
                    source.Line($"public {PlainType(property.Type)}{(property.IsRequired ? "" : "?")} {property.CSharpName} {{ get; set; }}{(property.IsRequired ? " = default!;" : "")}");
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

    private void WriteResult(SourceWriter source, string name, List<SchemaFileProperty> properties)
    {
        source.Line();
        source.Line("[global::Pulumi.OutputType]");
        using (source.Block($"public sealed class {name}"))
        {
            string TypeOf(SchemaFileProperty property) =>
                ResultType(property.Type) + (property.IsRequired || property.IsComputed || IsList(property.Type) ? "" : "?");
            foreach (var property in properties)
            {
                source.Line($"public readonly {TypeOf(property)} {property.CSharpName};");
            }

            source.Line();
            source.Line("[global::Pulumi.OutputConstructor]");
            using (source.Block($"private {name}({string.Join(", ", properties.Select(property => $"{TypeOf(property)} @{property.SchemaName}"))})"))
            {
                foreach (var property in properties)
                {
                    source.Line($"{property.CSharpName} = @{property.SchemaName};");
                }
            }
        }
    }

    private static string? DefaultOf(SchemaFileProperty property)
    {
        var fallback = property.Default is null ? null : property.Type == "string" ? $"\"{property.Default.Value}\"" : property.Default.Value;
        if (property.Environment.Count == 0)
        {
            return fallback;
        }

        var variables = string.Join(", ", property.Environment.Select(variable => $"\"{variable}\""));
        return property.Type == "boolean"
            ? $"global::Pulumi.Serialization.EnvironmentDefaults.GetBoolean({variables}) ?? {fallback}"
            : fallback is null
                ? $"global::Pulumi.Serialization.EnvironmentDefaults.Get({variables}) is {{ }} value ? (global::Pulumi.Input<string>)value : null"
                : $"global::Pulumi.Serialization.EnvironmentDefaults.Get({variables}) ?? {fallback}";
    }

    private (string Namespace, string Name) Split(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? (_schema.Namespace, name) : ($"{_schema.Namespace}.{name.Substring(0, dot)}", name.Substring(dot + 1));
    }

    private static bool IsProvider(SchemaFileMember resource) => resource.Token.StartsWith("pulumi:providers:", System.StringComparison.Ordinal);

    /// <summary>Types that only functions return are named after these, and have no arguments classes.</summary>
    private static bool IsResult(string type) => type.Split('.').Last().StartsWith("Get", System.StringComparison.Ordinal);

    private static bool IsList(string type) => type.EndsWith("[]", System.StringComparison.Ordinal);

    private static bool IsMap(string type) => type[0] == '{';

    private static string Element(string type) => IsList(type) ? type.Substring(0, type.Length - 2) : type.Substring(1, type.Length - 2);

    private string ElementList(string type, string suffix) => IsList(type)
        ? $"global::System.Collections.Immutable.ImmutableArray<{InputElement(Element(type), suffix)}>"
        : $"global::System.Collections.Immutable.ImmutableDictionary<string, {InputElement(Element(type), suffix)}>";

    private string InputType(string type, string suffix) =>
        IsList(type) ? $"global::Pulumi.InputList<{InputElement(Element(type), suffix)}>"
        : IsMap(type) ? $"global::Pulumi.InputMap<{InputElement(Element(type), suffix)}>"
        : $"global::Pulumi.Input<{InputElement(type, suffix)}>";

    private string InputElement(string type, string suffix) => _schema.Types.ContainsKey(type) ? Nested(type, "Inputs", suffix) : PlainType(type);

    private string ResultType(string type) =>
        IsList(type) ? $"global::System.Collections.Immutable.ImmutableArray<{ResultType(Element(type))}>"
        : IsMap(type) ? $"global::System.Collections.Immutable.ImmutableDictionary<string, {ResultType(Element(type))}>"
        : _schema.Types.ContainsKey(type) ? Nested(type, "Outputs", IsResult(type) ? "Result" : "")
        : PlainType(type);

    private string Nested(string type, string group, string suffix)
    {
        var (space, name) = Split(type);
        return $"global::{space}.{group}.{name}{suffix}";
    }

    private static string PlainType(string type) => type switch
    {
        "boolean" => "bool",
        "integer" => "int",
        "number" => "double",
        _ => type,
    };
}
