namespace SimulatedTenant.Directory;

/// <summary>An account of the tenant.</summary>
public sealed record DirectoryUser : IEntity<Guid>
{
    /// <summary>Object id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>User principal name; unique in the tenant.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>Given name, where the account is a person's.</summary>
    public string? GivenName { get; init; }

    /// <summary>Surname, where the account is a person's.</summary>
    public string? Surname { get; init; }

    /// <summary>Job title.</summary>
    public string? JobTitle { get; init; }

    /// <summary>Department.</summary>
    public string? Department { get; init; }

    /// <summary>Primary mail address.</summary>
    public string? Mail { get; init; }

    /// <summary>Alias.</summary>
    public string? MailNickname { get; init; }

    /// <summary>Addresses such as <c>SMTP:primary@…</c> and <c>smtp:other@…</c>.</summary>
    public IReadOnlyList<string> ProxyAddresses { get; init; } = [];

    /// <summary>Addresses elsewhere, which nobody keeps from being another account's too.</summary>
    public IReadOnlyList<string> OtherMails { get; init; } = [];

    /// <summary>Whether the account can sign in.</summary>
    public bool AccountEnabled { get; init; } = true;

    /// <summary><c>Member</c> or <c>Guest</c>.</summary>
    public string UserType { get; init; } = "Member";

    /// <summary>Number in the personnel system.</summary>
    public string? EmployeeId { get; init; }

    /// <summary>Country of use, ISO 3166.</summary>
    public string? UsageLocation { get; init; }

    /// <summary>True where the account is synchronized from an on-premises directory.</summary>
    public bool? OnPremisesSyncEnabled { get; init; }

    /// <summary>The licence, or null.</summary>
    public Licence? Licence { get; init; }

    /// <summary>Service plans that the licence brings.</summary>
    public IReadOnlyList<AssignedPlan> AssignedPlans { get; init; } = [];

    /// <summary>When the account was made.</summary>
    public DateTimeOffset CreatedDateTime { get; init; }

    /// <summary>The mailbox, or null where there is none.</summary>
    public Mailbox? Mailbox { get; init; }
}
