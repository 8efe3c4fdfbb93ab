namespace SimulatedTenant.Graph;

/// <summary>A request that the tenant's Graph knows.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path below the version, such as <c>/users/{id}</c>.</param>
/// <param name="AnyOf">Permissions of which the token must carry one; none where the handler decides.</param>
internal sealed record GraphRoute(string Method, string Template, IReadOnlyList<string> AnyOf);
