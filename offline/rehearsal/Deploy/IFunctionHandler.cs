using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>A data source of a provider.</summary>
internal interface IFunctionHandler
{
    /// <summary>Pulumi's token, such as <c>azuread:index/getGroup:getGroup</c>.</summary>
    string Token { get; }

    /// <summary>Asks the tenant. Errors carry the provider's text.</summary>
    Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken);
}
