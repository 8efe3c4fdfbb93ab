namespace TenantOnboarding.Verification.Outputs;

/// <summary>The mailboxes that mail permissions are limited to (Exchange RBAC for Applications).</summary>
/// <param name="Kind">Group or administrative unit.</param>
/// <param name="Name">Its display name.</param>
/// <param name="ObjectId">Its object id; null = not known to the stack, so it is found by its name.</param>
/// <param name="Roles">Exchange application roles that are assigned for these mailboxes only; null = the outputs are older than this
/// list.</param>
public sealed record MailboxScopeOutputs(MailboxScopeKind Kind, string Name, Guid? ObjectId = null, IReadOnlyList<string>? Roles = null);
