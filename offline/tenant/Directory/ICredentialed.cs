namespace SimulatedTenant.Directory;

/// <summary>An object that signs in by credentials of its own.</summary>
internal interface ICredentialed
{
    IReadOnlyList<PasswordCredential> PasswordCredentials { get; set; }
}
