namespace SimulatedTenant.Directory;

/// <summary>A conditional access policy that blocks workload identities, the only kind that there is for them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DisplayName">Its name.</param>
public sealed record ConditionalAccessPolicy(Guid Id, string DisplayName) : IEntity<Guid>
{
    /// <summary>Object ids of the service principals that it applies to; empty (default) = all of the tenant's own.</summary>
    public IReadOnlyList<Guid> IncludeServicePrincipals { get; init; } = [];

    /// <summary>Object ids of the service principals that it leaves alone. Default: none.</summary>
    public IReadOnlyList<Guid> ExcludeServicePrincipals { get; init; } = [];

    /// <summary>Whether it only reports what it would block. Default false.</summary>
    public bool ReportOnly { get; init; }

    /// <summary>Whether it blocks the tokens of a service principal. Microsoft's own are never its matter.</summary>
    internal bool Blocks(ServicePrincipal principal) => !ReportOnly
        && principal.Application is not null
        && (IncludeServicePrincipals.Count == 0 || IncludeServicePrincipals.Contains(principal.Id))
        && !ExcludeServicePrincipals.Contains(principal.Id);
}
