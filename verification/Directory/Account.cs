namespace TenantOnboarding.Verification.Directory;

/// <summary>What verification knows of one account of the tenant.</summary>
internal sealed record Account
{
    public required string Id { get; init; }
    public required string DisplayName { get; init; }
    public required string UserPrincipalName { get; init; }

    /// <summary>Primary SMTP address; null where the account has none.</summary>
    public string? Mail { get; init; }

    public bool Enabled { get; init; }
    public bool Guest { get; init; }

    /// <summary>Enabled service plan that carries a mailbox; null = no licence for one.</summary>
    public Guid? MailboxPlan { get; init; }

    /// <summary>Whether the account is synchronized from a local Active Directory.</summary>
    public bool OnPremises { get; init; }

    /// <summary>What Exchange says the mailbox is for (user, shared, room, equipment…); null = not known.</summary>
    public string? Purpose { get; init; }

    /// <summary>The address that is probed.</summary>
    public string Address => Mail ?? UserPrincipalName;

    public bool Licensed => MailboxPlan is not null;

    /// <summary>Whether the account may have a mailbox in this tenant.</summary>
    public bool MayHaveMailbox => !Guest && (Licensed || Mail is not null);

    /// <summary>Whether this is a shared, room or equipment mailbox, or looks like one: it has an address, but neither a licence nor a
    /// sign-in.</summary>
    public bool LooksShared => Purpose is null ? MayHaveMailbox && !Licensed && !Enabled && !OnPremises : Purpose is not "user";

    /// <summary>What to call it.</summary>
    public string KindInWords => Purpose switch
    {
        "shared" => "shared mailbox",
        "room" => "room mailbox",
        "equipment" => "equipment mailbox",
        _ when LooksShared => "shared, room or equipment mailbox",
        _ when Guest => "guest",
        _ => "user",
    };
}
