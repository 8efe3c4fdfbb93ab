using System.Globalization;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Where users sign in to the product.</summary>
/// <param name="Host">The machine's fully qualified DNS name, lower case; it must resolve for every client.</param>
/// <param name="Port">The port of the product's web access; left out of the redirect URI when it is 443.</param>
/// <param name="Alias">The alias of a MailStore SPE instance, or null.</param>
/// <param name="Path">The path that ends the URI, with its leading slash.</param>
public sealed record SignInConfiguration(string Host, int Port, string? Alias, string Path = SignInConfiguration.MailStorePath)
{
    /// <summary>The port of HTTPS, on which a hosted instance answers.</summary>
    public const int HttpsPort = 443;

    /// <summary>The path on which MailStore takes Entra's answer.</summary>
    public const string MailStorePath = "/oidc/signin";

    /// <summary>The redirect URI exactly as it is registered and as the product is told it.</summary>
    public string RedirectUri =>
        "https://" + Host
        + (Port == HttpsPort ? "" : ":" + Port.ToString(CultureInfo.InvariantCulture))
        + (Alias is null ? "" : "/" + Alias)
        + Path;
}
