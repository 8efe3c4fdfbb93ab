namespace SimulatedTenant.Directory;

/// <summary>An account that was deleted, and can be restored for 30 days.</summary>
/// <param name="User">The account as it was.</param>
/// <param name="DeletedDateTime">When it was deleted.</param>
public sealed record DeletedUser(DirectoryUser User, DateTimeOffset DeletedDateTime) : IEntity<Guid>
{
    /// <summary>Object id.</summary>
    public Guid Id => User.Id;

    /// <summary>Its user principal name, which the id goes before from then on, so that another account may have the old one.</summary>
    public string UserPrincipalName => $"{User.Id:N}{User.UserPrincipalName}";
}
