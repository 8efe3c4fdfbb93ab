using SimulatedTenant.Directory;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Certificates and secrets as Graph tells them.</summary>
internal static class CredentialModels
{
    /// <summary>A secret, without itself.</summary>
    public static EntityModel<PasswordCredential> Password { get; } = PasswordOf(withSecret: false);

    /// <summary>A secret that was just made: nobody is told it a second time.</summary>
    public static EntityModel<PasswordCredential> NewPassword { get; } = PasswordOf(withSecret: true);

    public static EntityModel<KeyCredential> Key(bool withKey) => new("keyCredential", "keyCredentials")
    {
        { "customKeyIdentifier", k => k.Thumbprint },
        { "displayName", k => k.DisplayName },
        { "endDateTime", k => k.EndDateTime },
        { "key", k => withKey ? Convert.ToBase64String(k.Certificate.RawData) : null },
        { "keyId", k => k.KeyId },
        { "startDateTime", k => k.StartDateTime },
        { "type", k => k.Type },
        { "usage", k => k.Usage },
    };

    private static EntityModel<PasswordCredential> PasswordOf(bool withSecret) => new("passwordCredential", "passwordCredentials")
    {
        { "customKeyIdentifier", _ => null },
        { "displayName", p => p.DisplayName },
        { "endDateTime", p => p.EndDateTime },
        { "hint", p => p.Secret[..3] },
        { "keyId", p => p.KeyId },
        { "secretText", p => withSecret ? p.Secret : null },
        { "startDateTime", p => p.StartDateTime },
    };
}
