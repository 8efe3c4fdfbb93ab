using System.Security.Cryptography;
using System.Text.Json;

namespace TenantOnboarding.Verification.Outputs;

/// <summary>One declared integration: a product and what it was given in the tenant.</summary>
public sealed record IntegrationOutputs
{
    /// <summary>Preset: <c>mailstore-server</c>, <c>mailstore-spe</c>, <c>activate</c> or <c>custom</c>.</summary>
    public required string Product { get; init; }

    /// <summary>Display name of the application registration.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Where the product takes its users from.</summary>
    public required DirectorySource Directory { get; init; }

    /// <summary>Application (client) id.</summary>
    public required Guid ClientId { get; init; }

    /// <summary>Object id of the application registration.</summary>
    public required Guid ApplicationObjectId { get; init; }

    /// <summary>Object id of the enterprise application.</summary>
    public required Guid ServicePrincipalObjectId { get; init; }

    /// <summary>Where users return to after signing in; null without sign-in.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The declared certificates, public parts only.</summary>
    public required IReadOnlyList<CertificateOutputs> Certificates { get; init; }

    /// <summary>The declared permissions, with the ids that the tenant knows them by.</summary>
    public required IReadOnlyList<PermissionOutputs> Permissions { get; init; }

    /// <summary>Which users are synchronized; null where the product takes no users from the tenant.</summary>
    public UserSyncOutputs? UserSync { get; init; }

    /// <summary>The protocols by which mailboxes are reached, by the keys that the schema names (<c>ews</c>, <c>graph</c> …); empty where
    /// none is.</summary>
    public required IReadOnlyList<string> MailboxAccess { get; init; }

    /// <summary>The mailboxes that mail permissions are limited to; null = the whole tenant.</summary>
    public MailboxScopeOutputs? MailboxScope { get; init; }

    /// <summary>The directory role for Exchange Online PowerShell; null without one.</summary>
    public ExchangeRoleOutputs? ExchangeRole { get; init; }

    /// <summary>The certificate's place in Azure Key Vault; null where the certificate comes from a file.</summary>
    public KeyVaultOutputs? KeyVault { get; init; }

    /// <summary>The PowerShell that an Exchange administrator runs once; null where nothing is left to do.</summary>
    public string? ExchangeSetup { get; init; }

    /// <summary>SHA-256 of all of this, in hexadecimal.</summary>
    internal string Sha256() => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)));
}
