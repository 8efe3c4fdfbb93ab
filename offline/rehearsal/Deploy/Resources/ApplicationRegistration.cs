using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_application_registration</c>: the application without its fragments.</summary>
internal sealed class ApplicationRegistration(GraphClient graph) : TenantResource(graph)
{
    private const int DefaultTokenVersion = 2;
    private const string DefaultAudience = "AzureADMyOrg";

    private readonly HashSet<string> _made = new(StringComparer.OrdinalIgnoreCase);

    public override string Type => "azuread:index/applicationRegistration:ApplicationRegistration";

    public override IReadOnlySet<string> Sets { get; } = FrozenSet.Create("groupMembershipClaims");

    public override ProviderRules Rules { get; } = new()
    {
        Defaults = new Dictionary<string, object>
        {
            ["requestedAccessTokenVersion"] = DefaultTokenVersion,
            ["signInAudience"] = DefaultAudience,
        }.ToFrozenDictionary(),
        Ranges = new Dictionary<string, (int, int)> { ["requestedAccessTokenVersion"] = (1, 2) }.ToFrozenDictionary(),
        Values = new Dictionary<string, IReadOnlyList<string>>
        {
            ["signInAudience"] = ["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"],
        }.ToFrozenDictionary(),
    };

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        JsonObject body = Entity("application", Body(inputs, null));
        string from = Graph.Timing.Clock.GetUtcNow().ToString("s", CultureInfo.InvariantCulture);
        Creation creation = new(() => FindMadeAsync(inputs.Required("displayName"), from, cancellationToken), Unique: false);
        JsonObject created =
            await Graph.PostAsync("/v1.0/applications", body, ProviderTiming.LongOperation, null, creation, cancellationToken);
        string objectId = created.Text("id") ?? throw new InvalidOperationException("creating application: the answer has no id");
        _made.Add(objectId);
        return await ReadBackAsync($"/applications/{objectId}", PropertyBag.Empty, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        if (await Graph.FindAsync($"/v1.0/applications/{ApplicationOf(id)}", cancellationToken) is not { } application)
            return null;
        JsonObject? web = application["web"] as JsonObject;
        JsonObject? implicitGrant = web?["implicitGrantSettings"] as JsonObject;
        JsonObject? info = application["info"] as JsonObject;
        string? claims = application.Text("groupMembershipClaims");
        PropertyBag outputs = PropertyBag.From(new Dictionary<string, object?>
        {
            ["clientId"] = application.Text("appId"),
            ["description"] = application.Text("description"),
            ["disabledByMicrosoft"] = application.Text("disabledByMicrosoftStatus") ?? "",
            ["displayName"] = application.Text("displayName"),
            ["groupMembershipClaims"] = string.IsNullOrEmpty(claims) ? null : claims.Split(','),
            ["homepageUrl"] = web.Text("homePageUrl"),
            ["implicitAccessTokenIssuanceEnabled"] = implicitGrant.Flag("enableAccessTokenIssuance") ?? false,
            ["implicitIdTokenIssuanceEnabled"] = implicitGrant.Flag("enableIdTokenIssuance") ?? false,
            ["logoutUrl"] = web.Text("logoutUrl"),
            ["marketingUrl"] = info.Text("marketingUrl"),
            ["notes"] = application.Text("notes"),
            ["objectId"] = application.Text("id"),
            ["privacyStatementUrl"] = info.Text("privacyStatementUrl"),
            ["publisherDomain"] = application.Text("publisherDomain") ?? "",
            ["requestedAccessTokenVersion"] = PlainJson.ToPlain(application["api"]?["requestedAccessTokenVersion"]) ?? 0,
            ["serviceManagementReference"] = application.Text("serviceManagementReference"),
            ["signInAudience"] = application.Text("signInAudience"),
            ["supportUrl"] = info.Text("supportUrl"),
            ["termsOfServiceUrl"] = info.Text("termsOfServiceUrl"),
        });
        return new ResourceState($"/applications/{application.Text("id")}", outputs);
    }

    public override async Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken)
    {
        JsonObject body = Entity("application", Body(inputs, changed));
        await Graph.PatchAsync($"/v1.0/applications/{ApplicationOf(prior.Id)}", body, ProviderTiming.LongOperation, cancellationToken);
        return await ReadBackAsync(prior.Id, prior.Outputs, cancellationToken);
    }

    public override async Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken)
    {
        string path = $"/v1.0/applications/{ApplicationOf(prior.Id)}";
        await Graph.DeleteAsync(path, cancellationToken);
        await WaitForDeletionAsync(path, cancellationToken);
    }

    /// <summary>
    /// The application of this name that was made since a moment and by nobody else: names are not unique, and one may be at hand.
    /// </summary>
    private async Task<JsonObject?> FindMadeAsync(string displayName, string from, CancellationToken cancellationToken)
    {
        string filter = $"displayName eq {GraphClient.Quote(displayName)}";
        List<JsonObject> named = await Graph.ListAsync(GraphClient.Query("/v1.0/applications", ("$filter", filter)), cancellationToken);
        return named.FirstOrDefault(one => !_made.Contains(one.Text("id") ?? "")
            && string.CompareOrdinal(one.Text("createdDateTime"), from) >= 0);
    }

    /// <summary>
    /// The whole entity where <paramref name="only"/> is null, else just the named properties: nested objects are merged by the tenant.
    /// </summary>
    private static JsonObject Body(PropertyBag inputs, IReadOnlySet<string>? only)
    {
        JsonObject body = [];
        Add(body, "displayName", "displayName", JsonValue.Create(inputs.Required("displayName")));
        Add(body, "description", "description", PlainJson.Nullable(inputs.Text("description")));
        Add(body, "groupMembershipClaims", "groupMembershipClaims", inputs.Texts("groupMembershipClaims") is { Count: > 0 } claims
            ? string.Join(',', claims) : null);
        Add(body, "notes", "notes", PlainJson.Nullable(inputs.Text("notes")));
        Add(body, "serviceManagementReference", "serviceManagementReference",
            PlainJson.Nullable(inputs.Text("serviceManagementReference")));
        Add(body, "signInAudience", "signInAudience", inputs.Text("signInAudience") ?? DefaultAudience);

        JsonObject api = [];
        Add(api, "requestedAccessTokenVersion", "requestedAccessTokenVersion",
            inputs.WholeNumber("requestedAccessTokenVersion", DefaultTokenVersion));
        Attach(body, "api", api);

        JsonObject info = [];
        foreach (string url in (string[])["marketingUrl", "privacyStatementUrl", "supportUrl", "termsOfServiceUrl"])
            Add(info, url, url, PlainJson.Nullable(inputs.Text(url)));
        Attach(body, "info", info);

        JsonObject web = [];
        Add(web, "homepageUrl", "homePageUrl", PlainJson.Nullable(inputs.Text("homepageUrl")));
        Add(web, "logoutUrl", "logoutUrl", PlainJson.Nullable(inputs.Text("logoutUrl")));
        JsonObject implicitGrant = [];
        Add(implicitGrant, "implicitAccessTokenIssuanceEnabled", "enableAccessTokenIssuance",
            inputs.Flag("implicitAccessTokenIssuanceEnabled"));
        Add(implicitGrant, "implicitIdTokenIssuanceEnabled", "enableIdTokenIssuance", inputs.Flag("implicitIdTokenIssuanceEnabled"));
        Attach(web, "implicitGrantSettings", implicitGrant);
        Attach(body, "web", web);
        return body;

        void Add(JsonObject target, string property, string member, JsonNode? value)
        {
            if (only is null || only.Contains(property))
                target[member] = value;
        }

        static void Attach(JsonObject target, string member, JsonObject part)
        {
            if (part.Count > 0)
                target[member] = part;
        }
    }
}
