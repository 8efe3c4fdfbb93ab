namespace TenantOnboarding.Fleet.Discovery;

/// <summary>An application as the tenant holds it.</summary>
/// <param name="ClientId">Its client id.</param>
/// <param name="DisplayName">Its display name.</param>
internal sealed record ScannedApplication(Guid ClientId, string DisplayName)
{
    /// <summary>The tenant that it belongs to, where that is another one: then only its enterprise application is here.</summary>
    public Guid? HomeTenant { get; init; }

    /// <summary>When it was made, or null where the tenant does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Who may sign in, in Graph's words.</summary>
    public string SignInAudience { get; init; } = "AzureADMyOrg";

    /// <summary>Its redirect URIs of the platform Web.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Whether access tokens are issued at the authorization endpoint.</summary>
    public bool IssuesAccessTokens { get; init; }

    /// <summary>Its certificates.</summary>
    public IReadOnlyList<ScannedCertificate> Certificates { get; init; } = [];

    /// <summary>When each of its client secrets ends, or null where the tenant does not say.</summary>
    public IReadOnlyList<DateTimeOffset?> SecretEnds { get; init; } = [];

    /// <summary>The application permissions that it requests.</summary>
    public IReadOnlyList<ScannedPermission> Requested { get; init; } = [];

    /// <summary>The application permissions that an administrator consented to.</summary>
    public IReadOnlyList<ScannedPermission> Granted { get; init; } = [];

    /// <summary>Delegated permissions that an administrator consented to for every user; null where they could not be read.</summary>
    public IReadOnlyList<string>? DelegatedForAll { get; init; } = [];

    /// <summary>Display names of the directory roles of its service principal; null where they could not be read.</summary>
    public IReadOnlyList<string>? DirectoryRoles { get; init; } = [];

    /// <summary>Whether its service principal is there and enabled; null: there is none.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Granted or, where nobody consented to anything, requested: what it was made for.</summary>
    public IReadOnlyList<ScannedPermission> Wanted => Granted.Count > 0 ? Granted : Requested;
}
