using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.HandOver.Sheets;

/// <summary>What to enter where in the products of one tenant. Made from the stack's outputs, and nothing secret is in it.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Products">The products, in the order of the outputs document.</param>
public sealed record Sheet(TenantOutputs Tenant, IReadOnlyList<ProductSheet> Products)
{
    /// <summary>The sheet of a stack.</summary>
    /// <param name="outputs">The stack's outputs.</param>
    /// <param name="now">The moment by which certificates are judged.</param>
    public static Sheet Of(OutputsDocument outputs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return new(outputs.Tenant, [.. outputs.Integrations.Select(one => Of(one.Key, one.Value, outputs.Tenant, now))]);
    }

    private static ProductSheet Of(string name, IntegrationOutputs integration, TenantOutputs tenant, DateTimeOffset now)
    {
        ProductDialogs product = ProductDialogs.Of(integration.Product);
        return new(name, integration.DisplayName, product.Name, [.. product.Sections(new(name, integration, tenant, now))]);
    }
}
