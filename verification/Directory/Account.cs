namespace TenantOnboarding.Verification.Directory;

/// <summary>What verification knows of one account of the tenant.</summary>
internal sealed record Account
{
    /// <summary>The <see cref="Purpose"/> of an account of which Exchange says that it has no mailbox.</summary>
    public const string NoMailbox = "none";

    public required string Id { get; init; }
    public required string DisplayName { get; init; }
    public required string UserPrincipalName { get; init; }

    /// <summary>Primary SMTP address; null where the account has none.</summary>
    public string? Mail { get; init; }

    /// <summary>Every SMTP address under which mail reaches the account, the primary one included.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Addresses elsewhere that the directory notes; nothing keeps them from being another account's.</summary>
    public IReadOnlyList<string> OtherMails { get; init; } = [];

    /// <summary>When it was deleted; null = it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    public bool Enabled { get; init; }
    public bool Guest { get; init; }

    /// <summary>Enabled service plan that carries a mailbox; null = no licence for one.</summary>
    public Guid? MailboxPlan { get; init; }

    /// <summary>Whether the account is synchronized from a local Active Directory.</summary>
    public bool OnPremises { get; init; }

    /// <summary>What Exchange says the mailbox is for (user, linked, shared, room, equipment, others), or <see cref="NoMailbox"/>;
    /// null = not known.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whether Exchange says that the mailbox has an online archive; false also where it was not asked.</summary>
    public bool HasArchive { get; init; }

    /// <summary>The address that is probed.</summary>
    public string Address => Mail ?? UserPrincipalName;

    public bool Licensed => MailboxPlan is not null;

    /// <summary>Whether the account may have a mailbox in this tenant.</summary>
    public bool MayHaveMailbox => !Guest && (Licensed || Mail is not null);

    /// <summary>Whether the mailbox is no person's: shared, a room's, equipment's. Where Exchange does not say what it is for, this is a
    /// guess: the account has an address, but neither a licence nor a sign-in.</summary>
    public bool LooksShared => Purpose is null
        ? MayHaveMailbox && !Licensed && !Enabled && !OnPremises
        : Purpose is not ("user" or "linked" or NoMailbox);

    /// <summary>Whether this is its primary address or its user principal name.</summary>
    public bool Answers(string address) => string.Equals(Address, address, StringComparison.OrdinalIgnoreCase)
        || string.Equals(UserPrincipalName, address, StringComparison.OrdinalIgnoreCase);

    /// <summary>What to call it.</summary>
    public string KindInWords => Purpose switch
    {
        "shared" => "shared mailbox",
        "room" => "room mailbox",
        "equipment" => "equipment mailbox",
        null when LooksShared => "likely a shared, room or equipment mailbox",
        _ when LooksShared => "mailbox for another purpose",
        _ when Guest => "guest",
        _ => "user",
    };
}
