using System.Collections.Immutable;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components.Products;

/// <summary>A preset: what a product needs where the stack says nothing else. <see cref="Known"/> lists them.</summary>
/// <param name="Key">Its name in the configuration and in the outputs.</param>
public sealed partial record Product(string Key)
{
    /// <summary>How users sign in to it, or null where nobody does.</summary>
    public SignInRule? SignIn { get; init; }

    /// <summary>How it takes users from the tenant, or null where it takes none.</summary>
    public UserSyncRule? UserSync { get; init; }

    /// <summary>Permissions that it needs whatever it is configured to do.</summary>
    public ImmutableArray<Permission> Permissions { get; init; } = [];

    /// <summary>
    /// The protocols by which it reaches mailboxes where the stack says none; null: the stack must say them, for they depend on the
    /// product's version.
    /// </summary>
    public ImmutableArray<MailboxProtocol>? MailboxAccess { get; init; }

    /// <summary>True where it may take its users from a local Active Directory instead.</summary>
    public bool TakesLocalUsers { get; init; }

    /// <summary>True where the stack names its permissions one by one.</summary>
    public bool NamesPermissions { get; init; }
}
