using System.Collections.Immutable;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Components.Configuration;

/// <summary>One product in the tenant, complete and valid.</summary>
public sealed record IntegrationConfiguration
{
    /// <summary>Longest logical name: names of Exchange role assignments are made of it and end at 64 characters.</summary>
    public const int LongestName = 32;

    /// <summary>The logical name: resources, outputs and reports use it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where the integration, or a setting of it, stands in the stack file, for example
    /// <c>tenant-onboarding:integrations.mailstore.exchangeRole</c>.
    /// </summary>
    public string Path(string? setting = null) =>
        $"{StackConfiguration.Namespace}:integrations.{Name}" + (setting is null ? "" : "." + setting);

    /// <summary>The product, as a preset.</summary>
    public required Product Product { get; init; }

    /// <summary>The application's name as the portal shows it; unique in the stack.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Where users come from.</summary>
    public required DirectorySource Directory { get; init; }

    /// <summary>Where users sign in, or null where nobody does.</summary>
    public SignInConfiguration? SignIn { get; init; }

    /// <summary>Public certificates from files that are declared, in the order of the configuration; empty in Key Vault mode.</summary>
    public ImmutableArray<CertificateFile> Certificates { get; init; } = [];

    /// <summary>
    /// Every certificate file: those that were uploaded by hand to an application that is taken over, and those that are declared.
    /// </summary>
    public ImmutableArray<CertificateFile> KnownCertificates => [.. Adopt?.Certificates ?? [], .. Certificates];

    /// <summary>The Key Vault that makes the certificate, or null where files hold it.</summary>
    public KeyVaultConfiguration? KeyVault { get; init; }

    /// <summary>The protocols by which mailboxes are reached; empty for a custom product that reaches none.</summary>
    public ImmutableArray<MailboxProtocol> MailboxAccess { get; init; } = [];

    /// <summary>True where the product deletes mail after it has archived it.</summary>
    public bool DeletesAfterArchiving { get; init; }

    /// <summary>The mailboxes that may be reached, or null for all.</summary>
    public MailboxScope? MailboxScope { get; init; }

    /// <summary>Which users are synchronized, or null where none are.</summary>
    public UserSyncConfiguration? UserSync { get; init; }

    /// <summary>Display name of the directory role that gives Exchange PowerShell its rights, or null.</summary>
    public string? ExchangeRole { get; init; }

    /// <summary>Every permission that is consented to for the whole tenant. Those that a mailbox scope limits are not among them.</summary>
    public required ImmutableArray<Permission> Permissions { get; init; }

    /// <summary>Permissions on mail that Exchange grants for the mailboxes of <see cref="MailboxScope"/> only.</summary>
    public ImmutableArray<Permission> ScopedPermissions { get; init; } = [];

    /// <summary>Whether its application, service principal and vault are protected from deletion; null: as the whole stack says.</summary>
    public bool? Protect { get; init; }

    /// <summary>Object ids of users who own the application.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];

    /// <summary>The existing application that is taken over, or null where a new one is made.</summary>
    public AdoptConfiguration? Adopt { get; init; }
}
