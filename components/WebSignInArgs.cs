using Pulumi;

namespace TenantOnboarding.Components;

/// <summary>Where a <see cref="WebSignIn"/> sends users back.</summary>
public sealed class WebSignInArgs : ResourceArgs
{
    /// <summary>The registration's resource id, <c>/applications/{objectId}</c>.</summary>
    public required Input<string> ApplicationId { get; init; }

    /// <summary>The redirect URI, exactly as the product sends it.</summary>
    public required Input<string> RedirectUri { get; init; }
}
