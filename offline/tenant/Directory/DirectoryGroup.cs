namespace SimulatedTenant.Directory;

/// <summary>A group of the tenant.</summary>
public sealed record DirectoryGroup : IEntity<Guid>
{
    /// <summary>Object id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Display name; not unique in Entra.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Alias.</summary>
    public required string MailNickname { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>Mail address of a mail-enabled group.</summary>
    public string? Mail { get; init; }

    /// <summary>Whether it receives mail.</summary>
    public bool MailEnabled { get; init; }

    /// <summary>Whether it can be given permissions.</summary>
    public bool SecurityEnabled { get; init; } = true;

    /// <summary><c>Unified</c> for a Microsoft 365 group.</summary>
    public IReadOnlyList<string> GroupTypes { get; init; } = [];

    /// <summary>Object ids of direct members: users, groups and service principals.</summary>
    public IReadOnlyList<Guid> Members { get; init; } = [];

    /// <summary>Object ids of owners.</summary>
    public IReadOnlyList<Guid> Owners { get; init; } = [];
}
