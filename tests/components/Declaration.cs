using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions.Authentication;
using Pulumi.Testing;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Components;

/// <summary>Runs the program without an engine and without a tenant, and says what it declared.</summary>
internal sealed record Declaration(ImmutableArray<MockResourceArgs> Resources, JsonObject Outputs, ImmutableArray<string> Advisories)
{
    /// <summary>A policy that the deployer may not read.</summary>
    public const string RefusedPolicy = "refused";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task<Declaration> OfAsync(IReadOnlyDictionary<string, string> settings, RecordingMocks? mocks = null,
        string? rootDirectory = null, bool preview = false, string? policy = null, Func<string, string?>? environment = null) => OfAsync(
        new StackFile("tenant-onboarding", "dev", rootDirectory ?? Repository.Root, "test",
            settings.ToImmutableSortedDictionary(
                setting => setting.Key, setting => (JsonNode?)JsonValue.Create(setting.Value), StringComparer.Ordinal)),
        mocks, preview, policy, environment);

    public static async Task<Declaration> OfAsync(StackFile stack, RecordingMocks? mocks = null, bool preview = false,
        string? policy = null, Func<string, string?>? environment = null)
    {
        mocks ??= new RecordingMocks();
        List<string> advisories = [];
        ProgramServices services = new()
        {
            Clock = new FixedClock(TestCertificates.Now),
            Advise = advisories.Add,
            Environment = environment ?? (_ => null),
            ConnectToGraph = _ =>
                Task.FromResult(new GraphServiceClient(new HttpClient(new PolicyOnly(policy)), new AnonymousAuthenticationProvider(), "https://graph.test/v1.0")),
        };
        JsonObject outputs = await ProgramRun.RunAsync(
            mocks, stack, preview, () => TenantProgram.DeclareAsync(services), CancellationToken.None);
        return new Declaration(mocks.Resources, outputs, [.. advisories]);
    }

    /// <summary>What was declared, as text.</summary>
    public string ToText() => TextOf(Resources);

    /// <summary>One block a resource: name, type, inputs; in the order of names.</summary>
    public static string TextOf(IEnumerable<MockResourceArgs> resources)
    {
        StringBuilder text = new();
        foreach (MockResourceArgs resource in resources.Where(resource => resource.Type != "pulumi:pulumi:Stack"))
        {
            text.Append(CultureInfo.InvariantCulture, $"{resource.Name}  {resource.Type}\n");
            if (!string.IsNullOrEmpty(resource.Id))
                text.Append(CultureInfo.InvariantCulture, $"    import: {resource.Id}\n");
            foreach ((string key, object value) in resource.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"    {key}: {Show(value)}\n");
        }
        return text.ToString();
    }

    /// <summary>The outputs document.</summary>
    public string OutputsText() => Outputs.ToJsonString(Indented) + "\n";

    private static string Show(object value) => value switch
    {
        string text when text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) => "(certificate, PEM)",
        string { Length: > 400 } => "(certificate, base64)",
        string text => text,
        IDictionary map => "{ " + string.Join(", ", map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => $"{key}: {Show(map[key]!)}")) + " }",
        IEnumerable list => "[ " + string.Join(", ", list.Cast<object>().Select(Show)) + " ]",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>A Graph that knows the tenant's policy on certificates, or refuses to tell it.</summary>
    private sealed class PolicyOnly(string? policy) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(
            policy != RefusedPolicy && request.RequestUri!.AbsolutePath == "/v1.0/policies/defaultAppManagementPolicy"
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(policy ?? """{ "isEnabled": false }""", Encoding.UTF8, "application/json") }
                : new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("""{ "error": { "code": "Authorization_RequestDenied", "message": "Insufficient privileges." } }""", Encoding.UTF8, "application/json") });
    }
}
