using System;
using System.Linq;

namespace Pulumi.Offline.Generator;

/// <summary>How a schema's types are written in C#.</summary>
internal sealed class TypeNames
{
    private const string Immutable = "global::System.Collections.Immutable.";
    private readonly SchemaFile _schema;

    public TypeNames(SchemaFile schema) => _schema = schema;

    /// <summary>The namespace and the name of a class that the schema calls "KeyVault.Certificate".</summary>
    public (string Namespace, string Name) Split(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? (_schema.Namespace, name) : ($"{_schema.Namespace}.{name.Substring(0, dot)}", name.Substring(dot + 1));
    }

    /// <summary>Types that only functions return are named after these, and have no arguments classes.</summary>
    public static bool IsResult(string type) => type.Split('.').Last().StartsWith("Get", StringComparison.Ordinal);

    public static bool IsList(string type) => type.EndsWith("[]", StringComparison.Ordinal);

    public static bool IsMap(string type) => type[0] == '{';

    /// <summary>What a list or a map holds.</summary>
    public static string Element(string type) => type.Substring(IsMap(type) ? 1 : 0, type.Length - 2);

    /// <summary>The plain collection behind an input that is one.</summary>
    public string PlainCollection(string type, string suffix) => IsList(type)
        ? $"{Immutable}ImmutableArray<{InputElement(Element(type), suffix)}>"
        : $"{Immutable}ImmutableDictionary<string, {InputElement(Element(type), suffix)}>";

    public string InputType(string type, string suffix) =>
        IsList(type) ? $"global::Pulumi.InputList<{InputElement(Element(type), suffix)}>"
        : IsMap(type) ? $"global::Pulumi.InputMap<{InputElement(Element(type), suffix)}>"
        : $"global::Pulumi.Input<{InputElement(type, suffix)}>";

    private string InputElement(string type, string suffix) =>
        _schema.Types.ContainsKey(type) ? Nested(type, "Inputs", suffix) : PlainType(type);

    public string ResultType(string type) =>
        IsList(type) ? $"{Immutable}ImmutableArray<{ResultType(Element(type))}>"
        : IsMap(type) ? $"{Immutable}ImmutableDictionary<string, {ResultType(Element(type))}>"
        : _schema.Types.ContainsKey(type) ? Nested(type, "Outputs", IsResult(type) ? "Result" : "")
        : PlainType(type);

    private string Nested(string type, string group, string suffix)
    {
        (string space, string name) = Split(type);
        return $"global::{space}.{group}.{name}{suffix}";
    }

    public static string PlainType(string type) => type switch
    {
        "boolean" => "bool",
        "integer" => "int",
        "number" => "double",
        _ => type,
    };
}
