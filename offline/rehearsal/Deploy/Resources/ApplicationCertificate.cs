using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary>
/// <c>azuread_application_certificate</c>: one key credential among those of an application. The whole list is read and sent back with
/// each change.
/// </summary>
internal sealed class ApplicationCertificate(GraphClient graph) : TenantResource(graph)
{
    public override string Type => "azuread:index/applicationCertificate:ApplicationCertificate";

    public override bool CanImport => false;

    public override ProviderRules Rules { get; } = new()
    {
        Defaults = new Dictionary<string, object> { ["encoding"] = "pem" }.ToFrozenDictionary(),
        Computed = FrozenSet.Create("endDate", "keyId", "startDate"),
        Values = new Dictionary<string, IReadOnlyList<string>>
        {
            ["encoding"] = ["base64", "hex", "pem"],
            ["type"] = ["AsymmetricX509Cert", "Symmetric"],
        }.ToFrozenDictionary(),
    };

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(inputs.Required("applicationId"));
        string path = $"/v1.0/applications/{objectId}";
        JsonObject application = await Graph.GetAsync(path, cancellationToken);
        string keyId = inputs.Text("keyId") ?? NewKeyId();
        List<JsonObject> keys = application.Objects("keyCredentials");
        if (keys.Any(key => IsKey(key, keyId)))
            throw new InvalidOperationException(
                $"the application {objectId} already has a key credential {keyId}; it cannot be taken over, choose another keyId");

        JsonObject credential = new()
        {
            ["key"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(ToPem(inputs.Required("value"), inputs.Text("encoding") ?? "pem"))),
            ["keyId"] = keyId,
            ["type"] = inputs.Text("type") ?? "AsymmetricX509Cert",
            ["usage"] = "Verify",
        };
        if (inputs.Text("startDate") is { } start)
            credential["startDateTime"] = start;
        if (inputs.Text("endDate") is { } end)
            credential["endDateTime"] = end;
        await PatchKeysAsync(path, objectId, [.. keys, credential], cancellationToken);
        await Graph.PollAsync($"key credential {keyId} to appear", async () =>
            (await Graph.GetAsync(path, cancellationToken)).Objects("keyCredentials").Any(key => IsKey(key, keyId)),
            TimeSpan.FromSeconds(1), 5, ProviderTiming.LongOperation, cancellationToken);

        // What the tenant never gives back is kept as declared.
        PropertyBag declared = inputs.With("keyId", keyId).With("encoding", inputs.Text("encoding") ?? "pem");
        return await ReadBackAsync($"{objectId}/certificate/{keyId}", declared, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        (string objectId, string keyId) = Parse(id);
        JsonObject application = await Graph.GetAsync($"/v1.0/applications/{objectId}", cancellationToken);
        if (application.Objects("keyCredentials").FirstOrDefault(key => IsKey(key, keyId)) is not { } credential)
            return null;
        return new ResourceState(id, known
            .With("applicationId", $"/applications/{objectId}")
            .With("keyId", keyId)
            .With("type", credential.Text("type"))
            .With("startDate", credential.Text("startDateTime"))
            .With("endDate", credential.Text("endDateTime")));
    }

    public override async Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken)
    {
        (string objectId, string keyId) = Parse(prior.Id);
        string path = $"/v1.0/applications/{objectId}";
        JsonObject application = await Graph.GetAsync(path, cancellationToken);
        List<JsonObject> others = [.. application.Objects("keyCredentials").Where(key => !IsKey(key, keyId))];
        await PatchKeysAsync(path, objectId, others, cancellationToken);
        await Graph.PollAsync($"key credential {keyId} to vanish", async () =>
            !(await Graph.GetAsync(path, cancellationToken)).Objects("keyCredentials").Any(key => IsKey(key, keyId)),
            TimeSpan.FromSeconds(5), 5, ProviderTiming.ShortOperation, cancellationToken);
    }

    private Task PatchKeysAsync(string path, string objectId, IEnumerable<JsonObject> keys, CancellationToken cancellationToken) =>
        Graph.PatchAsync(path, Entity("application", new JsonObject
        {
            ["id"] = objectId,
            ["keyCredentials"] = new JsonArray([.. keys.Select(key => key.DeepClone())]),
        }), ProviderTiming.LongOperation, cancellationToken);

    private static bool IsKey(JsonObject credential, string keyId) =>
        string.Equals(credential.Text("keyId"), keyId, StringComparison.OrdinalIgnoreCase);

    private static (string ObjectId, string KeyId) Parse(string id) => id.Split('/') is [var objectId, "certificate", var keyId]
        ? (objectId, keyId)
        : throw new InvalidOperationException(
            $"parsing certificate credential with id \"{id}\": expected {{objectId}}/certificate/{{keyId}}");

    // Like the provider's: random, in the shape of a GUID, without its version bits.
    private static string NewKeyId() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();

    private static string ToPem(string value, string encoding)
    {
        try
        {
            return encoding switch
            {
                "pem" => value,
                "base64" => PemEncoding.WriteString("CERTIFICATE", Convert.FromBase64String(value)) + "\n",
                "hex" => PemEncoding.WriteString("CERTIFICATE", Convert.FromHexString(value)) + "\n",
                _ => throw new InvalidOperationException($"expected encoding to be one of [\"base64\" \"hex\" \"pem\"], got {encoding}"),
            };
        }
        catch (FormatException exception)
        {
            throw new InvalidOperationException($"decoding certificate: the value is not {encoding}", exception);
        }
    }
}
