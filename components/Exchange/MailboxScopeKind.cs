namespace TenantOnboarding.Components.Exchange;

/// <summary>How a set of mailboxes is named.</summary>
public enum MailboxScopeKind
{
    /// <summary>Direct members of a group; <c>group</c>.</summary>
    Group,

    /// <summary>Members of an administrative unit; <c>administrative-unit</c>.</summary>
    AdministrativeUnit,
}
