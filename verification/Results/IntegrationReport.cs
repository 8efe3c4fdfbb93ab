using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Verification.Results;

/// <summary>What came of one integration.</summary>
public sealed record IntegrationReport
{
    /// <summary>Logical name.</summary>
    public required string Name { get; init; }

    /// <summary>Display name of the application.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Application (client) id.</summary>
    public required Guid ClientId { get; init; }

    /// <summary>Where users return to after signing in; null without sign-in.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>SHA-1 thumbprint of the certificate that the verification signed in with; null = it had none.</summary>
    public string? SignedInWith { get; init; }

    /// <summary>The checks in their order.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>The declared certificates.</summary>
    public required IReadOnlyList<CertificateOutputs> Certificates { get; init; }

    /// <summary>The declared permissions.</summary>
    public required IReadOnlyList<PermissionOutputs> Permissions { get; init; }

    /// <summary>One verdict per account; empty where users were not read.</summary>
    public required IReadOnlyList<UserVerdict> Users { get; init; }

    /// <summary>One verdict per mailbox and protocol.</summary>
    public required IReadOnlyList<MailboxVerdict> Mailboxes { get; init; }
}
