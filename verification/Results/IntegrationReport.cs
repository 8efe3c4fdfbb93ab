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

    /// <summary>Where users return to after signing in, or null without sign-in.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>SHA-256 of what the outputs document says about it, in hexadecimal: the same declaration, the same sum; null = not
    /// known.</summary>
    public string? OutputsSha256 { get; init; }

    /// <summary>SHA-1 thumbprint of the certificate that the verification signed in with, or null where it did not.</summary>
    public string? SignedInWith { get; init; }

    /// <summary>Whether a private key was at hand to sign in as the application with; default true.</summary>
    public bool SignInTried { get; init; } = true;

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

    /// <summary>What to call the protocols of <see cref="Mailboxes"/>, by their keys.</summary>
    public required IReadOnlyDictionary<string, string> Protocols { get; init; }

    /// <summary>The weightiest outcome among the checks.</summary>
    public CheckStatus Worst =>
        Has(CheckStatus.Failed) ? CheckStatus.Failed
        : Has(CheckStatus.Unanswered) ? CheckStatus.Unanswered
        : Has(CheckStatus.Warning) ? CheckStatus.Warning
        : Has(CheckStatus.Open) ? CheckStatus.Open
        : CheckStatus.Passed;

    private bool Has(CheckStatus status) => Checks.Any(check => check.Status == status);
}
