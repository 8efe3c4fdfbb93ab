using System.Collections.Generic;
using System.Linq;
using SchemaFileMember = Pulumi.Offline.Generator.SchemaFile.Member;
using SchemaFileProperty = Pulumi.Offline.Generator.SchemaFile.Property;

namespace Pulumi.Offline.Generator;

/// <summary>Writes the classes of one package, a source file each.</summary>
internal sealed class PackageWriter
{
    private const string Options = "global::Pulumi.CustomResourceOptions";
    private const string Id = "global::Pulumi.Input<string>";
    private const string Task = "global::System.Threading.Tasks.Task";
    private readonly SchemaFile _schema;
    private readonly TypeNames _types;
    private readonly ClassWriter _classes;
    private readonly HashSet<string> _inputTypes;
    private readonly HashSet<string> _stateTypes;
    private readonly HashSet<string> _outputTypes;

    private PackageWriter(SchemaFile schema)
    {
        _schema = schema;
        _types = new TypeNames(schema);
        _classes = new ClassWriter(_types);
        List<SchemaFileMember> resources = schema.Resources.Where(resource => !IsProvider(resource)).ToList();
        _inputTypes = Reach(schema.Resources.Concat(schema.Functions).SelectMany(member => member.Inputs));
        _stateTypes = Reach(resources.SelectMany(resource => resource.Outputs.Concat(resource.Inputs)));
        _outputTypes = Reach(resources.Concat(schema.Functions).SelectMany(member => member.Outputs));
    }

    public static IEnumerable<(string Name, string Source)> Write(SchemaFile schema)
    {
        PackageWriter writer = new(schema);
        yield return ($"{schema.Namespace}.{writer.Attribute}", writer.WriteAttribute());
        foreach (SchemaFileMember provider in schema.Resources.Where(resource => IsProvider(resource) && resource.Inputs.Count > 0))
        {
            yield return ($"{schema.Namespace}.Config", writer.WriteConfig(provider));
        }

        foreach (SchemaFileMember resource in schema.Resources)
        {
            yield return ($"{schema.Namespace}.{resource.Class}", writer.WriteResource(resource));
        }

        foreach (SchemaFileMember function in schema.Functions)
        {
            yield return ($"{schema.Namespace}.{function.Class}", writer.WriteFunction(function));
        }

        foreach (KeyValuePair<string, List<SchemaFileProperty>> type in schema.Types)
        {
            yield return ($"{schema.Namespace}.Types.{type.Key}", writer.WriteType(type.Key, type.Value));
        }
    }

    private string Attribute => _schema.Namespace.Split('.').Last() + "ResourceTypeAttribute";

    private string WriteAttribute()
    {
        SourceWriter source = new(_schema.Namespace);
        source.Line($"[global::System.AttributeUsage(global::System.AttributeTargets.Class)]");
        source.Line($"internal sealed class {Attribute}(string type) : global::Pulumi.ResourceTypeAttribute(type, \"{_schema.Version}\");");
        return source.ToString();
    }

    /// <summary>The package's own configuration; its name is what makes "Config" ambiguous to a program that uses two namespaces.</summary>
    private string WriteConfig(SchemaFileMember provider)
    {
        SourceWriter source = new(_schema.Namespace);
        using (source.Block("public static class Config"))
        {
            foreach (SchemaFileProperty property in provider.Inputs.Where(input => input.Type is "string" or "boolean"))
            {
                (string type, string method) = property.Type == "string" ? ("string", "Get") : ("bool", "GetBoolean");
                string field = "_" + property.SchemaName;
                source.Line($"private static (bool IsSet, {type}? Value) {field};");
                source.Line();
                using (source.Block($"public static {type}? {property.CSharpName}"))
                {
                    string read = $"new global::Pulumi.Config(\"{_schema.Package}\").{method}(\"{property.SchemaName}\")";
                    source.Line($"get => {field}.IsSet ? {field}.Value : {read};");
                    source.Line($"set => {field} = (true, value);");
                }

                source.Line();
            }
        }

        return source.ToString();
    }

    private string WriteResource(SchemaFileMember resource)
    {
        (string space, string name) = _types.Split(resource.Class);
        bool isProvider = IsProvider(resource);
        string optional = resource.Inputs.Any(input => input.IsRequired) ? "" : "?";
        string noArgs = optional.Length == 0 ? "" : " = null";
        string token = isProvider ? _schema.Package : resource.Token;
        SourceWriter source = new(space);
        source.Line($"[global::{_schema.Namespace}.{Attribute.Replace("Attribute", "")}(\"{resource.Token}\")]");
        using (source.Block($"public partial class {name} : global::Pulumi.{(isProvider ? "ProviderResource" : "CustomResource")}"))
        {
            foreach (SchemaFileProperty output in resource.Outputs)
            {
                string nullable = output.IsRequired || TypeNames.IsList(output.Type) ? "" : "?";
                source.Line($"[global::Pulumi.Output(\"{output.SchemaName}\")]");
                string type = $"global::Pulumi.Output<{_types.ResultType(output.Type)}{nullable}>";
                source.Line($"public {type} {output.CSharpName} {{ get; private set; }} = null!;");
                source.Line();
            }

            source.Line($"public {name}(string name, {name}Args{optional} args{noArgs}, {Options}? options = null)");
            source.Line($"    : base(\"{token}\", name, args ?? new {name}Args(), MakeResourceOptions(options, \"\"))");
            source.Line("{");
            source.Line("}");
            source.Line();
            if (!isProvider)
            {
                string lookup = $"(string name, {Id} id, {name}State? state = null, {Options}? options = null)";
                source.Line($"private {name}{lookup}");
                source.Line($"    : base(\"{token}\", name, state, MakeResourceOptions(options, id))");
                source.Line("{");
                source.Line("}");
                source.Line();
                source.Line($"public static {name} Get{lookup}");
                source.Line("    => new(name, id, state, options);");
                source.Line();
            }

            using (source.Block($"private static {Options} MakeResourceOptions({Options}? options, {Id}? id)"))
            {
                source.Line($"var defaults = new global::Pulumi.CustomResourceOptions {{ Version = \"{_schema.Version}\" }};");
                foreach (SchemaFileProperty secret in resource.Outputs.Where(output => output.IsSecret))
                {
                    source.Line($"defaults.AdditionalSecretOutputs.Add(\"{secret.SchemaName}\");");
                }

                source.Line("var merged = global::Pulumi.CustomResourceOptions.Merge(defaults, options);");
                source.Line("merged.Id = id ?? merged.Id;");
                source.Line("return merged;");
            }
        }

        _classes.WriteArgs(source, name + "Args", "global::Pulumi.ResourceArgs", resource.Inputs, "Args", required: true, json: isProvider);
        if (!isProvider)
        {
            // What an output of the same name is known to be stands for the inputs too; reading qualifies by either.
            IEnumerable<SchemaFileProperty> state = resource.Outputs.Concat(resource.Inputs)
                .GroupBy(property => property.SchemaName)
                .Select(group => group.First())
                .OrderBy(property => property.SchemaName, System.StringComparer.Ordinal);
            _classes.WriteArgs(source, name + "State", "global::Pulumi.ResourceArgs", state, "GetArgs", required: false, json: false);
        }

        return source.ToString();
    }

    private string WriteFunction(SchemaFileMember function)
    {
        (string space, string name) = _types.Split(function.Class);
        string optional = function.Inputs.Any(input => input.IsRequired) ? "" : "?";
        string noArgs = optional.Length == 0 ? "" : " = null";
        SourceWriter source = new(space);
        using (source.Block($"public static class {name}"))
        {
            string call = $"=> global::Pulumi.Deployment.Instance.{{0}}<{name}Result>(\"{function.Token}\", {{1}}, options);";
            if (function.Inputs.Count == 0)
            {
                string none = "global::Pulumi.InvokeArgs.Empty";
                source.Line($"public static {Task}<{name}Result> InvokeAsync(global::Pulumi.InvokeOptions? options = null)");
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
                string plain = $"{name}Args{optional} args{noArgs}", inputs = $"{name}InvokeArgs{optional} args{noArgs}";
                source.Line($"public static {Task}<{name}Result> InvokeAsync({plain}, global::Pulumi.InvokeOptions? options = null)");
                source.Line("    " + string.Format(call, "InvokeAsync", $"args ?? new {name}Args()"));
                source.Line();
                source.Line(
                    $"public static global::Pulumi.Output<{name}Result> Invoke({inputs}, global::Pulumi.InvokeOptions? options = null)");
                source.Line("    " + string.Format(call, "Invoke", $"args ?? new {name}InvokeArgs()"));
                source.Line();
                string output = $"global::Pulumi.Output<{name}Result>";
                source.Line($"public static {output} Invoke({name}InvokeArgs args, global::Pulumi.InvokeOutputOptions options)");
                source.Line("    " + string.Format(call, "Invoke", $"args ?? new {name}InvokeArgs()"));
            }
        }

        if (function.Inputs.Count > 0)
        {
            ClassWriter.WritePlainArgs(source, name + "Args", function.Inputs);
            _classes.WriteArgs(
                source, name + "InvokeArgs", "global::Pulumi.InvokeArgs", function.Inputs, "InputArgs", required: true, json: false);
        }

        _classes.WriteResult(source, name + "Result", function.Outputs);
        return source.ToString();
    }

    private string WriteType(string type, List<SchemaFileProperty> properties)
    {
        (string space, string name) = _types.Split(type);
        SourceWriter inputs = new(space + ".Inputs");
        if (_inputTypes.Contains(type))
        {
            _classes.WriteArgs(inputs, name + "Args", "global::Pulumi.ResourceArgs", properties, "Args", required: true, json: false);
        }

        if (_stateTypes.Contains(type))
        {
            _classes.WriteArgs(inputs, name + "GetArgs", "global::Pulumi.ResourceArgs", properties, "GetArgs", required: true, json: false);
        }

        SourceWriter outputs = new(space + ".Outputs");
        if (_outputTypes.Contains(type))
        {
            _classes.WriteResult(outputs, TypeNames.IsResult(type) ? name + "Result" : name, properties);
        }

        return inputs.ToString() + outputs.ToString(fileHead: false);
    }

    /// <summary>The nested types that properties hold, directly or in one another.</summary>
    private HashSet<string> Reach(IEnumerable<SchemaFileProperty> properties)
    {
        HashSet<string> reached = [];
        Stack<SchemaFileProperty> open = new(properties);
        while (open.Count > 0)
        {
            string type = open.Pop().Type.Trim('[', ']', '{', '}');
            if (_schema.Types.TryGetValue(type, out List<SchemaFileProperty>? nested) && reached.Add(type))
            {
                nested.ForEach(open.Push);
            }
        }

        return reached;
    }

    private static bool IsProvider(SchemaFileMember resource) =>
        resource.Token.StartsWith("pulumi:providers:", System.StringComparison.Ordinal);
}
