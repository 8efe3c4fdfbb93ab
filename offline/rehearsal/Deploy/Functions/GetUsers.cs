using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary><c>azuread_users</c>: users by one kind of key, or all.</summary>
internal sealed class GetUsers(GraphClient graph) : IFunctionHandler
{
    private const string Select = "accountEnabled,displayName,employeeId,id,mail,mailNickname,onPremisesImmutableId,onPremisesSamAccountName,onPremisesUserPrincipalName,usageLocation,userPrincipalName,userType";

    /// <inheritdoc/>
    public string Token => "azuread:index/getUsers:getUsers";

    /// <inheritdoc/>
    public async Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        bool ignoreMissing = arguments.Flag("ignoreMissing");
        List<JsonObject> users = [];
        if (arguments.Flag("returnAll"))
        {
            users = await graph.ListAsync(GraphClient.Query("/v1.0/users", ("$select", Select)), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            foreach (string id in arguments.Texts("objectIds"))
            {
                JsonObject? user = await graph.FindAsync(GraphClient.Query($"/v1.0/users/{id}", ("$select", Select)), cancellationToken).ConfigureAwait(false);
                if (user is not null)
                    users.Add(user);
                else if (!ignoreMissing)
                    throw new InvalidOperationException($"User not found with object ID: \"{id}\"");
            }

            foreach ((string argument, string property) in ((string, string)[])[("userPrincipalNames", "userPrincipalName"), ("mailNicknames", "mailNickname"), ("mails", "mail"), ("employeeIds", "employeeId")])
            {
                foreach (string value in arguments.Texts(argument))
                    await AddAsync(property, value).ConfigureAwait(false);
            }
        }

        return PropertyBag.From(new Dictionary<string, object?>
        {
            ["employeeIds"] = users.Select(user => user.Text("employeeId") ?? "").ToList(),
            ["id"] = "users#" + string.Join('-', users.Select(user => user.Text("id"))),
            ["ignoreMissing"] = ignoreMissing,
            ["mailNicknames"] = users.Select(user => user.Text("mailNickname") ?? "").ToList(),
            ["mails"] = users.Select(user => user.Text("mail") ?? "").ToList(),
            ["objectIds"] = users.Select(user => user.Text("id")).ToList(),
            ["returnAll"] = arguments.Flag("returnAll"),
            ["userPrincipalNames"] = users.Select(user => user.Text("userPrincipalName") ?? "").ToList(),
            ["users"] = users.Select(user => new Dictionary<string, object?>
            {
                ["accountEnabled"] = user.Flag("accountEnabled") ?? false,
                ["displayName"] = user.Text("displayName") ?? "",
                ["employeeId"] = user.Text("employeeId") ?? "",
                ["mail"] = user.Text("mail") ?? "",
                ["mailNickname"] = user.Text("mailNickname") ?? "",
                ["objectId"] = user.Text("id"),
                ["onpremisesImmutableId"] = user.Text("onPremisesImmutableId") ?? "",
                ["onpremisesSamAccountName"] = user.Text("onPremisesSamAccountName") ?? "",
                ["onpremisesUserPrincipalName"] = user.Text("onPremisesUserPrincipalName") ?? "",
                ["usageLocation"] = user.Text("usageLocation") ?? "",
                ["userPrincipalName"] = user.Text("userPrincipalName") ?? "",
            }).ToList(),
        });

        async Task AddAsync(string property, string value)
        {
            string filter = $"{property} eq {GraphClient.Quote(value)}";
            List<JsonObject> found = await graph.ListAsync(GraphClient.Query("/v1.0/users", ("$filter", filter), ("$select", Select)), cancellationToken).ConfigureAwait(false);
            if (found.Count > 1)
                throw new InvalidOperationException($"More than one user found with {property}: \"{value}\"");
            if (found.Count == 0 && !ignoreMissing)
                throw new InvalidOperationException($"User with {property} \"{value}\" was not found");
            users.AddRange(found);
        }
    }
}
