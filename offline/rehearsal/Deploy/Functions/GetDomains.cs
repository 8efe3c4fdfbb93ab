using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary><c>azuread_domains</c>: the tenant's domains, filtered as the arguments ask.</summary>
internal sealed class GetDomains(GraphClient graph) : IFunctionHandler
{
    /// <inheritdoc/>
    public string Token => "azuread:index/getDomains:getDomains";

    /// <inheritdoc/>
    public async Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> services = arguments.Texts("supportsServices");
        List<JsonObject> domains = await graph.ListAsync("/v1.0/domains", cancellationToken).ConfigureAwait(false);
        List<JsonObject> chosen = [.. domains.Where(domain =>
            (!arguments.Flag("adminManaged") || domain.Flag("isAdminManaged") == true)
            && (arguments.Flag("includeUnverified") || domain.Flag("isVerified") != false)
            && (!arguments.Flag("onlyDefault") || domain.Flag("isDefault") == true)
            && (!arguments.Flag("onlyInitial") || domain.Flag("isInitial") == true)
            && (!arguments.Flag("onlyRoot") || domain.Flag("isRoot") == true)
            && services.All(domain.Texts("supportedServices").Contains))];
        if (chosen.Count == 0)
            throw new InvalidOperationException("No domains found for the provided filters");
        return PropertyBag.From(new Dictionary<string, object?>
        {
            ["adminManaged"] = arguments.Flag("adminManaged"),
            ["domains"] = chosen.Select(domain => new Dictionary<string, object?>
            {
                ["adminManaged"] = domain.Flag("isAdminManaged") ?? false,
                ["authenticationType"] = domain.Text("authenticationType") ?? "",
                ["default"] = domain.Flag("isDefault") ?? false,
                ["domainName"] = domain.Text("id") ?? "",
                ["initial"] = domain.Flag("isInitial") ?? false,
                ["root"] = domain.Flag("isRoot") ?? false,
                ["supportedServices"] = domain.Texts("supportedServices"),
                ["verified"] = domain.Flag("isVerified") ?? false,
            }).ToList(),
            ["id"] = "domains#" + string.Join('-', chosen.Select(domain => domain.Text("id"))),
            ["includeUnverified"] = arguments.Flag("includeUnverified"),
            ["onlyDefault"] = arguments.Flag("onlyDefault"),
            ["onlyInitial"] = arguments.Flag("onlyInitial"),
            ["onlyRoot"] = arguments.Flag("onlyRoot"),
            ["supportsServices"] = services,
        });
    }
}
