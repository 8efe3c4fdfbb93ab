namespace TenantOnboarding.Components.Tenant;

/// <summary>A question to the tenant: which setting asks it, and what answering it takes.</summary>
/// <param name="Setting">The setting that needs the answer, as it is written in the stack file.</param>
/// <param name="Value">What stands there, quoted.</param>
/// <param name="Expected">What must be there.</param>
/// <param name="Right">The permission of Microsoft Graph that allows the question.</param>
/// <param name="Fix">What to do where the tenant answers and the answer is no.</param>
internal sealed record Lookup(string Setting, string Value, string Expected, string Right, string Fix);
