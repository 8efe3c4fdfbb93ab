using Pulumi;
using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Components;

/// <summary>What an <see cref="Integration"/> makes ready.</summary>
public sealed class IntegrationArgs : ResourceArgs
{
    /// <summary>The application's name as the portal shows it.</summary>
    public required Input<string> DisplayName { get; init; }

    /// <summary>Public certificates with which the product signs in. Default: none; then <see cref="KeyVault"/> makes one.</summary>
    public IReadOnlyList<CertificateFile> Certificates { get; init; } = [];

    /// <summary>A vault that makes and renews the certificate, or null, the default.</summary>
    public KeyVaultCertificateArgs? KeyVault { get; init; }

    /// <summary>The redirect URI of the product's web sign-in, or null, the default, where nobody signs in.</summary>
    public Input<string>? RedirectUri { get; init; }

    /// <summary>The permissions that are requested and consented to, by API. Default: none.</summary>
    public IReadOnlyList<ApiPermissionsArgs> Permissions { get; init; } = [];

    /// <summary>Template id of the directory role that says what Exchange Online PowerShell may do, or null, the default.</summary>
    public Input<string>? ExchangeRoleTemplateId { get; init; }

    /// <summary>Object ids of users who own the application. Default: none.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>True, the default, where application, service principal and vault may not be deleted.</summary>
    public bool Protect { get; init; } = true;
}
