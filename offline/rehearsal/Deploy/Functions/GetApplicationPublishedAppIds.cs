namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary>
/// <c>azuread_application_published_app_ids</c>: well-known client ids by name. The provider carries 120; here are those that mail
/// products meet.
/// </summary>
internal sealed class GetApplicationPublishedAppIds : IFunctionHandler
{
    private static readonly Dictionary<string, object?> Known = new()
    {
        ["AzureActiveDirectoryGraph"] = "00000002-0000-0000-c000-000000000000",
        ["MicrosoftGraph"] = "00000003-0000-0000-c000-000000000000",
        ["Office365ExchangeOnline"] = "00000002-0000-0ff1-ce00-000000000000",
        ["Office365SharePointOnline"] = "00000003-0000-0ff1-ce00-000000000000",
    };

    /// <inheritdoc/>
    public string Token => "azuread:index/getApplicationPublishedAppIds:getApplicationPublishedAppIds";

    /// <inheritdoc/>
    public Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken) =>
        Task.FromResult(PropertyBag.From(new Dictionary<string, object?> { ["id"] = "appIds", ["result"] = Known }));
}
