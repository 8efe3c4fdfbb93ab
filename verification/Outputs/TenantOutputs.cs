namespace TenantOnboarding.Verification.Outputs;

/// <summary>The tenant of a stack.</summary>
/// <param name="Id">Directory (tenant) id.</param>
/// <param name="Domain">Initial domain, for example <c>contoso.onmicrosoft.com</c>.</param>
/// <param name="Environment">Microsoft cloud that holds the tenant, by the key that the schema names: <c>public</c>, <c>usgovernment</c>,
/// <c>dod</c> or <c>china</c>.</param>
public sealed record TenantOutputs(Guid Id, string Domain, string Environment);
