namespace SimulatedTenant.Directory;

// What no request does: tests and programs around the tenant call it.
public sealed partial class TenantDirectory
{
    /// <summary>Adds a conditional access policy, or replaces the one of the same id. It acts on the next token.</summary>
    public void SetConditionalAccessPolicy(ConditionalAccessPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        using (Gate.Write())
            Store<Guid, ConditionalAccessPolicy>().Set(policy);
    }

    /// <summary>Deletes an account as an administrator does: it and its mailbox are gone, and stand among the deleted items.</summary>
    /// <exception cref="ArgumentException">There is no such account.</exception>
    public void DeleteUser(Guid id)
    {
        using (Gate.Write())
        {
            DirectoryUser user = UserStore.FindAny(id) ?? throw new ArgumentException($"There is no user {id}.", nameof(id));
            UserStore.Remove(user);
            Store<Guid, DeletedUser>().Set(new(user, Now));
        }
    }
}
