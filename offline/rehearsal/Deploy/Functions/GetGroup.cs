using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary><c>azuread_group</c> as a data source: by display name, mail nickname or object id, with its members.</summary>
internal sealed class GetGroup(GraphClient graph) : IFunctionHandler
{
    public string Token => "azuread:index/getGroup:getGroup";

    public async Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        JsonObject group = await FindAsync(arguments, cancellationToken);
        string id = group.Text("id") ?? throw new InvalidOperationException("API returned group with nil object ID");
        bool transitive = arguments.Flag("includeTransitiveMembers");
        JsonObject? unified = group.Texts("groupTypes").Contains("Unified")
            ? await graph.FindAsync(GraphClient.Query($"/beta/groups/{id}",
                ("$select", "allowExternalSenders,autoSubscribeNewMembers,hideFromAddressLists,hideFromOutlookClients")), cancellationToken)
            : null;
        List<JsonObject> members =
            await graph.ListAsync($"/beta/groups/{id}/{(transitive ? "transitiveMembers" : "members")}", cancellationToken);
        List<JsonObject> owners = await graph.ListAsync($"/beta/groups/{id}/owners", cancellationToken);
        JsonObject? writeback = group["writebackConfiguration"] as JsonObject;
        return PropertyBag.From(new Dictionary<string, object?>
        {
            ["assignableToRole"] = group.Flag("isAssignableToRole") ?? false,
            ["autoSubscribeNewMembers"] = unified.Flag("autoSubscribeNewMembers") ?? false,
            ["behaviors"] = group.Texts("resourceBehaviorOptions"),
            ["description"] = group.Text("description") ?? "",
            ["displayName"] = group.Text("displayName") ?? "",
            ["dynamicMemberships"] = group.Text("membershipRule") is { } rule
                ? new List<object?>
                {
                    new Dictionary<string, object?> { ["enabled"] = group.Text("membershipRuleProcessingState") != "Paused",
                        ["rule"] = rule },
                }
                : [],
            ["externalSendersAllowed"] = unified.Flag("allowExternalSenders") ?? false,
            ["hideFromAddressLists"] = unified.Flag("hideFromAddressLists") ?? false,
            ["hideFromOutlookClients"] = unified.Flag("hideFromOutlookClients") ?? false,
            ["id"] = $"/groups/{id}",
            ["includeTransitiveMembers"] = transitive,
            ["mail"] = group.Text("mail") ?? "",
            ["mailEnabled"] = group.Flag("mailEnabled") ?? false,
            ["mailNickname"] = group.Text("mailNickname") ?? "",
            ["members"] = members.Select(member => member.Text("id")).ToList(),
            ["objectId"] = id,
            ["onpremisesDomainName"] = group.Text("onPremisesDomainName") ?? "",
            ["onpremisesGroupType"] = writeback.Text("onPremisesGroupType") ?? "",
            ["onpremisesNetbiosName"] = group.Text("onPremisesNetBiosName") ?? "",
            ["onpremisesSamAccountName"] = group.Text("onPremisesSamAccountName") ?? "",
            ["onpremisesSecurityIdentifier"] = group.Text("onPremisesSecurityIdentifier") ?? "",
            ["onpremisesSyncEnabled"] = group.Flag("onPremisesSyncEnabled") ?? false,
            ["owners"] = owners.Select(owner => owner.Text("id")).ToList(),
            ["preferredLanguage"] = group.Text("preferredLanguage") ?? "",
            ["provisioningOptions"] = group.Texts("resourceProvisioningOptions"),
            ["proxyAddresses"] = group.Texts("proxyAddresses"),
            ["securityEnabled"] = group.Flag("securityEnabled") ?? false,
            ["theme"] = group.Text("theme") ?? "",
            ["types"] = group.Texts("groupTypes"),
            ["visibility"] = group.Text("visibility") ?? "",
            ["writebackEnabled"] = writeback.Flag("isEnabled") ?? false,
        });
    }

    private async Task<JsonObject> FindAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        if (arguments.Text("objectId") is { } objectId)
        {
            return await graph.FindAsync($"/beta/groups/{objectId}", cancellationToken)
                ?? throw new InvalidOperationException($"No group found with object ID: \"{objectId}\"");
        }

        // The provider escapes no quote in this one filter.
        string filter = arguments.Text("displayName") is { } displayName
            ? $"displayName eq '{displayName}'"
            : arguments.Text("mailNickname") is { } nickname
                ? $"mailNickname eq '{nickname}'"
                : throw new InvalidOperationException("one of `displayName,mailNickname,objectId` must be specified");
        if (arguments.Has("mailEnabled"))
            filter += $" and mailEnabled eq {(arguments.Flag("mailEnabled") ? "true" : "false")}";
        if (arguments.Has("securityEnabled"))
            filter += $" and securityEnabled eq {(arguments.Flag("securityEnabled") ? "true" : "false")}";
        List<JsonObject> groups = await graph.ListAsync(GraphClient.Query("/beta/groups", ("$filter", filter)), cancellationToken);
        return groups.Count switch
        {
            0 => throw new InvalidOperationException($"No group found matching specified filter ({filter})"),
            > 1 => throw new InvalidOperationException($"More than one group found matching specified filter ({filter})"),
            _ => groups[0],
        };
    }
}
