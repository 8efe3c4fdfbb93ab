using Pulumi;

namespace TenantOnboarding.Components;

/// <summary>What a <see cref="Registration"/> registers.</summary>
public sealed class RegistrationArgs : ResourceArgs
{
    /// <summary>The application's name as the portal shows it.</summary>
    public required Input<string> DisplayName { get; init; }

    /// <summary>True where users sign in to the product through the tenant: ID tokens are issued. Default: false.</summary>
    public bool SignsUsersIn { get; init; }

    /// <summary>Object ids of users who own the application. Default: none.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>
    /// True, the default, where neither the application nor its service principal may be deleted: the product is set up with their ids.
    /// </summary>
    public bool Protect { get; init; } = true;
}
