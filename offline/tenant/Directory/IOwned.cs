namespace SimulatedTenant.Directory;

/// <summary>An object that has owners.</summary>
internal interface IOwned
{
    /// <summary>Object ids of users and service principals.</summary>
    IReadOnlyList<Guid> Owners { get; set; }
}
