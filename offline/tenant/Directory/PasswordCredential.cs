namespace SimulatedTenant.Directory;

/// <summary>A client secret of an application.</summary>
/// <param name="KeyId">Key id.</param>
/// <param name="Secret">The secret itself; no answer shows it but that of <c>addPassword</c>.</param>
/// <param name="DisplayName">Friendly name.</param>
/// <param name="StartDateTime">Start of validity.</param>
/// <param name="EndDateTime">End of validity.</param>
public sealed record PasswordCredential(
    Guid KeyId, string Secret, string? DisplayName, DateTimeOffset StartDateTime, DateTimeOffset EndDateTime);
