using System.Text;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Tests.Components;

/// <summary>docs/configuration.md, made from the schema that editors use.</summary>
internal static class ConfigurationDocument
{
    public static string Of(JsonNode schema)
    {
        JsonNode config = schema["properties"]!["config"]!;
        JsonNode definitions = schema["definitions"]!;
        StringBuilder text = new();
        text.Append("# Settings\n\n");
        text.Append("Made from `components/Configuration/stack.schema.json` by a test; editors show the same. `*` marks what must be there. A setting that is not listed is refused, ")
            .Append("with the nearest one that is. The program checks more than a schema can say, and tells every mistake of a file at once.\n\n");
        text.Append("## The stack\n\n");
        Table(text, config, definitions, "");
        text.Append("\n## An integration\n\nOne under each logical name of `tenant-onboarding:integrations`.\n\n");
        Table(text, definitions["integration"]!, definitions, "");
        return text.ToString();
    }

    private static void Table(StringBuilder text, JsonNode owner, JsonNode definitions, string prefix)
    {
        text.Append("| setting | value | default | meaning |\n|---|---|---|---|\n");
        Rows(text, owner, definitions, prefix);
    }

    private static void Rows(StringBuilder text, JsonNode owner, JsonNode definitions, string prefix)
    {
        string[] required = [.. owner["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? []];
        foreach ((string name, JsonNode? property) in owner["properties"]!.AsObject())
        {
            JsonNode value = Resolve(property!, definitions);
            string meaning = (property!["description"] ?? value["description"])?.GetValue<string>() ?? "";
            text.Append($"| `{prefix}{name}`{(required.Contains(name) ? " *" : "")} | {Value(value, definitions)} | {Default(value)} | {meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            if (value["properties"] is not null)
                Rows(text, value, definitions, $"{prefix}{name}.");
        }
    }

    private static JsonNode Resolve(JsonNode property, JsonNode definitions) =>
        property["$ref"]?.GetValue<string>() is { } reference ? definitions[reference["#/definitions/".Length..]]! : property;

    private static string Value(JsonNode value, JsonNode definitions)
    {
        if (value["enum"] is JsonArray choices)
            return string.Join(", ", choices.Select(choice => $"`{choice!.ToJsonString().Trim('"')}`"));
        if (value["type"]?.GetValue<string>() is not { } type)
            return "";
        if (type == "array")
            return $"list of {Value(Resolve(value["items"]!, definitions), definitions)}";
        if (value["pattern"]?.GetValue<string>().StartsWith("^[0-9a-fA-F]{8}", StringComparison.Ordinal) == true)
            return "GUID";
        string range = value["minimum"] is { } least && value["maximum"] is { } most ? $" from {least} to {most}" : "";
        return type switch { "string" => "text", "integer" => "whole number" + range, "boolean" => "`true` or `false`", "object" => "mapping", _ => type };
    }

    private static string Default(JsonNode value) => value["default"] is { } standard ? $"`{standard.ToJsonString().Trim('"')}`" : "";
}
