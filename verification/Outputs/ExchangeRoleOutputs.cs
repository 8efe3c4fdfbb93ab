namespace TenantOnboarding.Verification.Outputs;

/// <summary>The directory role that gives <c>Exchange.ManageAsApp</c> its rights.</summary>
/// <param name="DisplayName">Display name of the role.</param>
/// <param name="TemplateId">Template id of the role, the same in every tenant.</param>
public sealed record ExchangeRoleOutputs(string DisplayName, Guid TemplateId);
