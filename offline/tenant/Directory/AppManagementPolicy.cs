namespace SimulatedTenant.Directory;

/// <summary>The tenant's default policy for credentials of applications (<c>/policies/defaultAppManagementPolicy</c>).</summary>
public sealed record AppManagementPolicy
{
    /// <summary>Longest validity of a certificate; null (default) for no limit.</summary>
    public TimeSpan? AsymmetricKeyMaxLifetime { get; init; }

    /// <summary>Whether certificates must come from a trusted authority, which refuses self-signed ones. Default false.</summary>
    public bool TrustedCertificateAuthorityOnly { get; init; }

    /// <summary>
    /// Whether new identifier URIs may do without a verified domain, the tenant's id and the application's. Default false, as Microsoft set
    /// it for most tenants in mid 2025.
    /// </summary>
    public bool UnrestrictedIdentifierUris { get; init; }
}
