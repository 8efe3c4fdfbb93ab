using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;

namespace TenantOnboarding.Verification.Outputs;

/// <summary>Puts a schema validator's errors into words.</summary>
internal static partial class OutputsErrors
{
    private const string Redeploy = "Deploy the stack (`pulumi up`), then give its outputs again.";

    public static IReadOnlyList<OutputsError> From(IEnumerable<ValidationError> errors, JsonElement root) =>
        [.. errors.SelectMany(Flatten).Select(e => Describe(e, root)).DistinctBy(e => (e.Path, e.Expected))];

    private static IEnumerable<ValidationError> Flatten(ValidationError error) =>
        error is ChildSchemaValidationError child && child.Errors.Values.Any(inner => inner.Count > 0)
            ? child.Errors.Values.SelectMany(inner => inner).SelectMany(Flatten)
            : [error];

    private static OutputsError Describe(ValidationError error, JsonElement root)
    {
        string path = PathOf(error);
        if (error.Kind == ValidationErrorKind.PropertyRequired)
            return new(path, "nothing", ExpectedOf(SchemaOfProperty(error)), "Ids are unknown before a deploy: "
                + "give the outputs of a deployed stack, not of a preview.");
        string found = ValueAt(root, path) is JsonElement value ? Quote(value) : "nothing";
        if (found == "\"[secret]\"")
            return new(path, found, ExpectedOf(error.Schema), "Print the outputs with --show-secrets.");
        string way = error.Kind switch
        {
            ValidationErrorKind.TooFewProperties => "Declare an integration and deploy the stack.",
            ValidationErrorKind.TooFewItems => "Declare a certificate for the integration and deploy the stack.",
            _ => Redeploy,
        };
        string expected = error.Kind switch
        {
            ValidationErrorKind.TooFewProperties => "at least one integration",
            ValidationErrorKind.TooFewItems => "at least one element",
            _ => ExpectedOf(error.Schema),
        };
        return new(path, found, expected, way);
    }

    private static JsonSchema SchemaOfProperty(ValidationError error) =>
        error.Property is string name && error.Schema.ActualSchema.ActualProperties.TryGetValue(name, out JsonSchemaProperty? property)
            ? property
            : error.Schema;

    private static string ExpectedOf(JsonSchema schema)
    {
        JsonSchema actual = schema.ActualSchema;
        if (actual.Enumeration.Count > 0)
            return string.Join(" | ", actual.Enumeration);
        return actual.Title ?? throw new InvalidOperationException(
            $"The schema says nothing about what it expects of {schema.Description ?? "a value"}.");
    }

    // The validator writes #/integrations.mailstore.certificates[0].thumbprint.
    private static string PathOf(ValidationError error) =>
        error.Path is { Length: > 0 } path ? LeadingMark().Replace(path, "") : error.Property ?? "(document)";

    private static JsonElement? ValueAt(JsonElement root, string path)
    {
        JsonElement current = root;
        foreach (Match step in PathStep().Matches(path))
        {
            if (step.Groups["index"] is { Success: true } index)
            {
                int number = int.Parse(index.Value, System.Globalization.CultureInfo.InvariantCulture);
                if (current.ValueKind != JsonValueKind.Array || number >= current.GetArrayLength())
                    return null;
                current = current[number];
            }
            else
            {
                string name = step.Groups["quoted"] is { Success: true } quoted ? quoted.Value : step.Groups["name"].Value;
                if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
                    return null;
            }
        }
        return current;
    }

    private static string Quote(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any() ? "an object" : "an empty object",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty list" : "a list",
        JsonValueKind.String when value.GetString()!.Length > 80 => $"\"{value.GetString()![..77]}...\"",
        JsonValueKind.String => $"\"{value.GetString()}\"",
        _ => value.GetRawText(),
    };

    [GeneratedRegex(@"^#/?")]
    private static partial Regex LeadingMark();

    [GeneratedRegex(@"\['(?<quoted>[^']*)'\]|\[(?<index>\d+)\]|(?<name>[^.\[\]]+)")]
    private static partial Regex PathStep();
}
