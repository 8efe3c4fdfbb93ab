namespace TenantOnboarding.Verification.Directory;

/// <summary>What verification knows of one account of the tenant.</summary>
internal sealed record Account
{
    /// <summary>The <see cref="Purpose"/> of an account of which Exchange says that it has no mailbox.</summary>
    public const string NoMailbox = "none";

    private readonly Guid _objectId;
    private readonly Uncommon _uncommon = Uncommon.None;

    /// <summary>Object id or, where the directory does not list the account, another text that tells it from others.</summary>
    public required string Id
    {
        get => _uncommon.Id ?? _objectId.ToString();
        init
        {
            if (Guid.TryParse(value, out Guid id) && id.ToString() == value)
                (_objectId, _uncommon) = (id, _uncommon.Id is null ? _uncommon : _uncommon with { Id = null });
            else
                _uncommon = _uncommon with { Id = value };
        }
    }

    /// <summary>The same without a text.</summary>
    public (Guid ObjectId, string? Other) Key => (_objectId, _uncommon.Id);

    /// <summary>What it is called and reached under.</summary>
    public required AccountNames Names { get; init; }

    public string DisplayName => Names.DisplayName;
    public string UserPrincipalName => Names.UserPrincipalName;

    /// <summary>Primary SMTP address; null where the account has none.</summary>
    public string? Mail => Names.Mail;

    /// <summary>Every SMTP address under which mail reaches the account, the primary one included.</summary>
    public IReadOnlyList<string> Addresses => Names.Addresses;

    /// <summary>Addresses elsewhere that the directory notes; nothing keeps them from being another account's.</summary>
    public IReadOnlyList<string> OtherMails
    {
        get => _uncommon.OtherMails;
        init => _uncommon = value.Count == 0 && _uncommon.OtherMails.Count == 0 ? _uncommon : _uncommon with { OtherMails = value };
    }

    /// <summary>When it was deleted; null = it was not.</summary>
    public DateTimeOffset? DeletedAt
    {
        get => _uncommon.DeletedAt;
        init => _uncommon = value == _uncommon.DeletedAt ? _uncommon : _uncommon with { DeletedAt = value };
    }

    public bool Enabled { get; init; }
    public bool Guest { get; init; }

    /// <summary>Name of the enabled service plan that carries a mailbox, empty where it is not known which; null = no licence for
    /// one.</summary>
    public string? MailboxPlan { get; init; }

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

    /// <summary>What few accounts have: the others share one that says so.</summary>
    private sealed record Uncommon(string? Id, DateTimeOffset? DeletedAt, IReadOnlyList<string> OtherMails)
    {
        public static readonly Uncommon None = new(Id: null, DeletedAt: null, []);
    }
}
