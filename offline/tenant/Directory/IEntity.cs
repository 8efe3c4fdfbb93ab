namespace SimulatedTenant.Directory;

/// <summary>Something that the tenant holds under an id.</summary>
/// <typeparam name="TKey">
/// Type of the id: a <see cref="Guid"/> for directory objects, a string for what only binds such objects together.
/// </typeparam>
internal interface IEntity<out TKey>
    where TKey : notnull
{
    TKey Id { get; }
}
