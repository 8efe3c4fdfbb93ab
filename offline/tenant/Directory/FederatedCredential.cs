namespace SimulatedTenant.Directory;

/// <summary>An identity of another issuer by whose tokens an application may sign in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ApplicationId">Object id of the application.</param>
/// <param name="Name">Name; unique in the application, and never changed.</param>
/// <param name="Issuer">Issuer of the tokens.</param>
/// <param name="Subject">Subject of the tokens; with the issuer unique in the application.</param>
/// <param name="Audiences">The one audience of the tokens.</param>
/// <param name="Description">Description, or null.</param>
public sealed record FederatedCredential(
    Guid Id, Guid ApplicationId, string Name, string Issuer, string Subject, IReadOnlyList<string> Audiences, string? Description)
    : IEntity<Guid>;
