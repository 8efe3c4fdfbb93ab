namespace TenantOnboarding.Components.Exchange;

/// <summary>The mailboxes that a product may reach; without one it reaches all.</summary>
/// <param name="Kind">What <paramref name="Name"/> is the name of.</param>
/// <param name="Name">Display name of the group, or name of the administrative unit.</param>
public sealed record MailboxScope(MailboxScopeKind Kind, string Name);
