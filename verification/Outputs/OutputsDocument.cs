using System.Text.Json;
using System.Text.Json.Serialization;
using NJsonSchema;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Outputs;

/// <summary>The stack outputs of one deploy, version 1: all that verification knows about what was declared.</summary>
public sealed record OutputsDocument
{
    /// <summary>The version of the document that this program reads.</summary>
    public const int SupportedVersion = 1;

    /// <summary>Version of the document's shape; always <see cref="SupportedVersion"/> once parsed.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The tenant that was deployed to.</summary>
    public required TenantOutputs Tenant { get; init; }

    /// <summary>The declared integrations by logical name, in the order of the document.</summary>
    public required IReadOnlyDictionary<string, IntegrationOutputs> Integrations { get; init; }

    private static readonly JsonSerializerOptions Serializer = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly Lazy<JsonSchema> Schema = new(LoadSchema);

    /// <summary>The JSON schema that documents are held to.</summary>
    public static string SchemaText => EmbeddedText.Read("outputs.schema.json");

    /// <summary>Reads a document as <c>pulumi stack output --json --show-secrets</c> prints it.</summary>
    /// <exception cref="OutputsException">The text is no JSON, of another version, or breaks the schema; holds every error.</exception>
    public static OutputsDocument Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonDocument parsed;
        try
        {
            parsed = JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            string where = exception.LineNumber is long line ? $"line {line + 1}, column {(exception.BytePositionInLine ?? 0) + 1}"
                : "its beginning";
            throw new OutputsException([new OutputsError("(document)", json.Length == 0 ? "an empty text"
                : $"text that is no JSON at {where}",
                "one JSON object", "Give what `pulumi stack output --json --show-secrets` prints.")]);
        }
        using (parsed)
        {
            RefuseOtherVersions(parsed.RootElement);
            if (!Fits(parsed.RootElement) && OutputsErrors.From(Schema.Value.Validate(json), parsed.RootElement) is { Count: > 0 } errors)
                throw new OutputsException(errors);
            return parsed.RootElement.Deserialize<OutputsDocument>(Serializer)!;
        }
    }

    /// <summary>Reads a document from a file.</summary>
    /// <exception cref="OutputsException">The file cannot be read, or its content is refused by <see cref="Parse"/>.</exception>
    public static async Task<OutputsDocument> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string found = exception is FileNotFoundException or DirectoryNotFoundException ? $"no file at '{path}'"
                : $"'{path}', which cannot be read ({exception.Message})";
            throw new OutputsException([new OutputsError("(document)", found, "a readable file with the stack's outputs",
                "Write it with `pulumi stack output --json --show-secrets > outputs.json`, or name another file.")]);
        }
        return Parse(text);
    }

    private static void RefuseOtherVersions(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new OutputsException([new OutputsError("(document)", $"a JSON {root.ValueKind.ToString().ToLowerInvariant()}",
                "one JSON object",
                "Give what `pulumi stack output --json --show-secrets` prints.")]);
        if (!root.TryGetProperty("schemaVersion", out JsonElement version))
            throw new OutputsException([new OutputsError("schemaVersion", "nothing", $"{SupportedVersion}",
                "Give the outputs of a stack that was deployed with this program; an empty stack has none.")]);
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number))
            throw new OutputsException([new OutputsError("schemaVersion", version.GetRawText(), $"the number {SupportedVersion}",
                "Deploy the stack again with this release, then give its outputs.")]);
        if (number != SupportedVersion)
            throw new OutputsException([new OutputsError("schemaVersion", $"version {number}", $"version {SupportedVersion}",
                number > SupportedVersion
                    ? "These outputs come from a newer release: verify with the release that deployed the stack."
                    : "These outputs come from an older release: deploy the stack again with this release, or verify with the "
                        + "release that deployed it.")]);
    }

    private static bool Fits(JsonElement root)
    {
        using JsonDocument schema = JsonDocument.Parse(SchemaText);
        return OutputsShape.Fits(root, schema.RootElement);
    }

    private static JsonSchema LoadSchema() => JsonSchema.FromJsonAsync(SchemaText).GetAwaiter().GetResult();
}
