namespace SimulatedTenant.Options;

/// <summary>
/// How long a write stays invisible to reads and to the token endpoint, by the tenant's clock. Entra publishes no figure; seconds to
/// minutes are usual.
/// </summary>
public sealed record ReplicationOptions
{
    /// <summary>New applications and service principals answer 404 for so long. Default zero.</summary>
    public TimeSpan Objects { get; init; }

    /// <summary>New certificates are unknown to the token endpoint for so long (AADSTS700027). Default zero.</summary>
    public TimeSpan Credentials { get; init; }

    /// <summary>New role assignments and grants are missing from lists and tokens for so long. Default zero.</summary>
    public TimeSpan Assignments { get; init; }

    /// <summary>New application permissions are missing from tokens for so long, though lists show them already. Default zero.</summary>
    public TimeSpan TokenRoles { get; init; }

    /// <summary>Whether an application sees what it wrote itself at once. Default false.</summary>
    public bool ReadYourWrites { get; init; }
}
