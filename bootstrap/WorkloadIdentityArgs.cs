using Pulumi;
using TenantOnboarding.Components;

namespace TenantOnboarding.Bootstrap;

/// <summary>What a <see cref="WorkloadIdentity"/> is called, trusts and may do.</summary>
internal sealed class WorkloadIdentityArgs : ResourceArgs
{
    /// <summary>The application's name as the portal shows it.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Who issues the tokens that it trusts.</summary>
    public required string Issuer { get; init; }

    /// <summary>Whom they are about, to the letter.</summary>
    public required string Subject { get; init; }

    /// <summary>Whom they are for.</summary>
    public required string Audience { get; init; }

    /// <summary>Its rights.</summary>
    public required ApiPermissionsArgs Rights { get; init; }
}
