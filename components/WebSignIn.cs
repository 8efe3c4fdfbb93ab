using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Adoption;
using TenantOnboarding.Configuration;

namespace TenantOnboarding.Components;

/// <summary>
/// The redirect URI of the platform Web to which Entra sends a user back. That ID tokens are issued, access tokens are not, is a property of the
/// <see cref="Registration"/>; no logout URL is declared.
/// </summary>
public sealed class WebSignIn : ComponentResource
{
    /// <param name="name">The component's name.</param>
    /// <param name="signIn">Where users sign in.</param>
    /// <param name="applicationId">The registration's resource id, <c>/applications/{objectId}</c>.</param>
    /// <param name="existing">The application that is taken over, or null.</param>
    /// <param name="options">The component's options.</param>
    internal WebSignIn(string name, SignInConfiguration signIn, Input<string> applicationId, ExistingApplication? existing, ComponentResourceOptions options)
        : base("tenant-onboarding:index:WebSignIn", name, options)
    {
        _ = new ApplicationRedirectUris(
            $"{name}/redirect-uris",
            new ApplicationRedirectUrisArgs { ApplicationId = applicationId, Type = "Web", RedirectUris = existing is { Aligns: false, WebRedirectUris.IsEmpty: false } ? existing.WebRedirectUris.ToList() : [signIn.RedirectUri] },
            new CustomResourceOptions { Parent = this }.Import(
                existing is { WebRedirectUris.IsEmpty: false } ? ImportIds.WebRedirectUris(existing.ApplicationObjectId) : null));
        RegisterOutputs(new Dictionary<string, object?> { ["redirectUri"] = signIn.RedirectUri });
    }
}
