using System.Collections.Frozen;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_service_principal</c>: the enterprise application of a registration.</summary>
internal sealed partial class ServicePrincipal(GraphClient graph) : TenantResource(graph)
{
    public override string Type => "azuread:index/servicePrincipal:ServicePrincipal";

    public override IReadOnlySet<string> Sets { get; } =
        FrozenSet.Create("alternativeNames", "notificationEmailAddresses", "owners", "tags");

    public override ProviderRules Rules { get; } = new()
    {
        Defaults = new Dictionary<string, object> { ["accountEnabled"] = true }.ToFrozenDictionary(),
        Computed = FrozenSet.Create("featureTags", "features", "tags"),
        Deprecated = FrozenSet.Create("features"),
        Conflicts = new Dictionary<string, IReadOnlyList<string>>
        {
            ["tags"] = ["features", "featureTags"],
            ["featureTags"] = ["features", "tags"],
            ["features"] = ["featureTags", "tags"],
        }.ToFrozenDictionary(),
    };

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string clientId = inputs.Required("clientId");
        if (await FindAsync(clientId, cancellationToken) is { } existing)
        {
            string found = existing.Text("id") ?? "";
            if (!inputs.Flag("useExisting"))
            {
                throw new InvalidOperationException(
                    $"a resource with the ID \"{found}\" already exists - to be managed via Terraform this resource needs to be imported "
                        + "into the State");
            }

            return await UpdateAsync(new ResourceState($"/servicePrincipals/{found}", PropertyBag.Empty), inputs, FrozenSet<string>.Empty,
                cancellationToken);
        }

        IReadOnlyList<string> owners = inputs.Texts("owners");
        List<string> first = [Graph.ObjectId, .. owners.Where(owner => !IsCaller(owner)).Take(19)];
        JsonObject body = Entity("servicePrincipal", Settings(inputs, create: true));
        body["appId"] = clientId;
        body["description"] = $"TERRAFORM_UPDATE_{Guid.NewGuid()}";
        body["owners@odata.bind"] = PlainJson.List(first.Select(DirectoryObject));
        JsonObject created = await Graph.PostAsync("/v1.0/servicePrincipals", body, ProviderTiming.LongOperation, NotReplicatedYet,
            new Creation(() => FindAsync(clientId, cancellationToken)), cancellationToken);
        string objectId = created.Text("id") ?? throw new InvalidOperationException("creating service principal: the answer has no id");

        await Graph.PatchAsync($"/v1.0/servicePrincipals/{objectId}",
            Entity("servicePrincipal", new JsonObject { ["description"] = PlainJson.Nullable(inputs.Text("description")) }),
            ProviderTiming.LongOperation, IsUnseen, cancellationToken);
        foreach (string owner in owners.Where(owner => !IsCaller(owner)).Skip(19))
            await AddOwnerAsync(objectId, owner, cancellationToken);
        // Whoever creates is the first owner, and stays one only where it is declared.
        if (!owners.Any(IsCaller))
            await RemoveOwnerAsync(objectId, Graph.ObjectId, cancellationToken);
        return await ReadBackAsync($"/servicePrincipals/{objectId}", Known(inputs), cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        string objectId = Segment(id, "/servicePrincipals/");
        if (await Graph.FindAsync($"/v1.0/servicePrincipals/{objectId}", cancellationToken) is not { } principal)
            return null;
        JsonObject extra = await Graph.GetAsync(
            GraphClient.Query($"/beta/servicePrincipals/{objectId}", ("$select", "samlMetadataUrl")), cancellationToken);
        List<JsonObject> owners = await Graph.ListAsync($"/v1.0/servicePrincipals/{objectId}/owners", cancellationToken);
        PropertyBag outputs = ServicePrincipalOutputs.From(principal, extra.Text("samlMetadataUrl"))
            .With("owners", owners.Select(owner => owner.Text("id")).ToList());
        if ((principal["samlSingleSignOnSettings"] as JsonObject).Text("relayState") is { Length: > 0 } relayState)
            outputs = outputs.With("samlSingleSignOn", new Dictionary<string, object?> { ["relayState"] = relayState });
        if (known.Flag("useExisting"))
            outputs = outputs.With("useExisting", true);
        return new ResourceState(id, outputs);
    }

    public override async Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken)
    {
        string objectId = Segment(prior.Id, "/servicePrincipals/");
        // Tags that nobody declares stay as they are.
        PropertyBag settings = inputs.Has("tags") || inputs.Has("featureTags") || inputs.Has("features") ? inputs
            : inputs.With("tags", prior.Outputs["tags"]);
        await Graph.PatchAsync($"/v1.0/servicePrincipals/{objectId}", Entity("servicePrincipal", Settings(settings, create: false)),
            ProviderTiming.LongOperation, cancellationToken);
        if (changed.Contains("owners"))
        {
            List<JsonObject> now = await Graph.ListAsync($"/v1.0/servicePrincipals/{objectId}/owners", cancellationToken);
            List<string> present = [.. now.Select(owner => owner.Text("id") ?? "")];
            IReadOnlyList<string> wanted = inputs.Texts("owners");
            foreach (string owner in wanted.Except(present, StringComparer.OrdinalIgnoreCase))
                await AddOwnerAsync(objectId, owner, cancellationToken);
            foreach (string owner in present.Except(wanted, StringComparer.OrdinalIgnoreCase))
                await RemoveOwnerAsync(objectId, owner, cancellationToken);
        }

        return await ReadBackAsync(prior.Id, Known(inputs), cancellationToken);
    }

    public override async Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken)
    {
        string path = $"/v1.0/servicePrincipals/{Segment(prior.Id, "/servicePrincipals/")}";
        try
        {
            await Graph.DeleteAsync(path, cancellationToken);
        }
        catch (GraphRequestException) when (prior.Outputs.Flag("useExisting"))
        {
            // The provider tries to delete what it only adopted, and does not mind being refused.
            return;
        }

        if (!prior.Outputs.Flag("useExisting"))
            await WaitForDeletionAsync(path, cancellationToken);
    }

    private static JsonObject Settings(PropertyBag inputs, bool create)
    {
        PropertyBag saml = inputs.Map("samlSingleSignOn");
        JsonObject settings = new()
        {
            ["accountEnabled"] = inputs.Flag("accountEnabled", true),
            ["alternativeNames"] = PlainJson.List(inputs.Texts("alternativeNames")),
            ["appRoleAssignmentRequired"] = inputs.Flag("appRoleAssignmentRequired"),
            ["loginUrl"] = PlainJson.Nullable(inputs.Text("loginUrl")),
            ["notes"] = PlainJson.Nullable(inputs.Text("notes")),
            ["notificationEmailAddresses"] = PlainJson.List(inputs.Texts("notificationEmailAddresses")),
            ["preferredSingleSignOnMode"] = PlainJson.Nullable(inputs.Text("preferredSingleSignOnMode")),
            ["samlSingleSignOnSettings"] = saml.Has("relayState") ? new JsonObject { ["relayState"] = saml.Text("relayState") }
                : new JsonObject(),
            ["tags"] = PlainJson.List(ServicePrincipalOutputs.Tags(inputs)),
        };
        if (!create)
            settings["description"] = PlainJson.Nullable(inputs.Text("description"));
        return settings;
    }

    private static PropertyBag Known(PropertyBag inputs) =>
        PropertyBag.Empty.With("useExisting", inputs["useExisting"]);

    private bool IsCaller(string owner) => string.Equals(owner, Graph.ObjectId, StringComparison.OrdinalIgnoreCase);

    private string DirectoryObject(string id) => $"{Graph.BaseUrl}/v1.0/directoryObjects/{id}";

    private Task<JsonObject> AddOwnerAsync(string objectId, string owner, CancellationToken cancellationToken) =>
        Graph.PostAsync($"/v1.0/servicePrincipals/{objectId}/owners/$ref", new JsonObject { ["@odata.id"] = DirectoryObject(owner) },
            ProviderTiming.LongOperation, null, null, cancellationToken);

    private Task RemoveOwnerAsync(string objectId, string owner, CancellationToken cancellationToken) =>
        Graph.DeleteAsync($"/v1.0/servicePrincipals/{objectId}/owners/{owner}/$ref", cancellationToken);

    private async Task<JsonObject?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        (await Graph.ListAsync(
            GraphClient.Query("/v1.0/servicePrincipals", ("$filter", $"appId eq {GraphClient.Quote(clientId)}")), cancellationToken))
        .FirstOrDefault();

    private static bool NotReplicatedYet(GraphRequestException exception) => exception.Status switch
    {
        HttpStatusCode.BadRequest => UnknownApplication().IsMatch(exception.Message),
        HttpStatusCode.Forbidden => exception.Message.Contains(
            "When using this permission, the backing application of the service principal being created must in the local tenant",
                StringComparison.Ordinal),
        _ => false,
    };

    [GeneratedRegex("The appId '.+' of the service principal does not reference a valid application object")]
    private static partial Regex UnknownApplication();
}
