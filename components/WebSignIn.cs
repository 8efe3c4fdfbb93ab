using Pulumi;
using Pulumi.AzureAD;

namespace TenantOnboarding.Components;

/// <summary>
/// The redirect URI of the platform Web to which Entra sends a user back. That ID tokens are issued, access tokens are not, is a
/// property of the  <see cref="Registration"/>; no logout URL is declared.  </summary>
public sealed class WebSignIn : ComponentResource
{
    /// <summary>Declares the component.</summary>
    /// <param name="name">Its name; its children's names begin with it.</param>
    /// <param name="args">Where users are sent back.</param>
    /// <param name="options">Its options; its children take the azuread provider from there.</param>
    public WebSignIn(string name, WebSignInArgs args, ComponentResourceOptions? options = null)
        : base("tenant-onboarding:index:WebSignIn", name, options)
    {
        _ = new ApplicationRedirectUris(
            $"{name}/redirect-uris",
            new ApplicationRedirectUrisArgs { ApplicationId = args.ApplicationId, Type = "Web", RedirectUris = { args.RedirectUri } },
            new CustomResourceOptions { Parent = this });
        RedirectUri = args.RedirectUri.ToOutput();
        RegisterOutputs(new Dictionary<string, object?> { ["redirectUri"] = RedirectUri });
    }

    /// <summary>The redirect URI that is declared.</summary>
    [Output("redirectUri")]
    public Output<string> RedirectUri { get; private set; }
}
