namespace SimulatedTenant.Http;

/// <summary>Who presented a token, and what the token says. The roles are those of the moment at which it was issued.</summary>
/// <param name="AppId">Application (client) id.</param>
/// <param name="ObjectId">Object id of the service principal.</param>
/// <param name="ResourceAppId">Application id of the resource that the token is for.</param>
/// <param name="Roles">The token's <c>roles</c>.</param>
internal sealed record Caller(Guid AppId, Guid ObjectId, Guid ResourceAppId, IReadOnlySet<string> Roles)
{
    public static Caller Nobody { get; } = new(Guid.Empty, Guid.Empty, Guid.Empty, new HashSet<string>());

    public bool HasAny(params ReadOnlySpan<string> roles)
    {
        foreach (string role in roles)
        {
            if (Roles.Contains(role))
                return true;
        }
        return false;
    }
}
