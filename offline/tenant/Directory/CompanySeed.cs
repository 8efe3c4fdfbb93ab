using System.Globalization;

namespace SimulatedTenant.Directory;

/// <summary>
/// The small company that every tenant starts with: one of each kind of account that a mail product meets. Ids depend on the tenant's id
/// and the account's alias alone, so they are the same in every run.
/// </summary>
internal static class CompanySeed
{
    private static readonly DateTimeOffset Founded = new(2021, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Users of one licence share the list of its plans, which matters when there are 100,000 of them.</summary>
    private static readonly Dictionary<Guid, IReadOnlyList<AssignedPlan>> Plans = Licence.All.ToDictionary(
        l => l.SkuId, l => l.Assign(Founded));

    private static readonly string[] GivenNames =
    [
        "Ada", "Ben", "Carla", "David", "Elif", "Felix", "Greta", "Hugo", "Ines", "Jonas",
        "Karin", "Leo", "Mona", "Nils", "Olga", "Paul", "Rosa", "Sami", "Tara", "Udo",
    ];

    private static readonly string[] Surnames =
    [
        "Albrecht", "Bauer", "Conrad", "Demir", "Engel", "Fuchs", "Gruber", "Haas", "Ivanov", "Jung",
        "Kaya", "Lang", "Moser", "Nowak", "Otto", "Pohl", "Richter", "Sauer", "Thoma", "Vogel",
    ];

    public static void Fill(TenantDirectory directory, int syntheticUsers)
    {
        void Person(string given, string surname, string title, Licence? licence, Func<DirectoryUser, DirectoryUser>? change = null)
        {
            DirectoryUser user = Account(directory, $"{given}.{surname}".ToLowerInvariant(), $"{given} {surname}", licence) with
            {
                GivenName = given,
                Surname = surname,
                JobTitle = title,
            };
            directory.SetUser(change is null ? user : change(user));
        }

        void Resource(string alias, string name, MailboxKind kind, Licence? licence = null) =>
            directory.SetUser(Account(directory, alias, name, licence) with
            {
                AccountEnabled = false,
                Mailbox = new(kind, MailboxState.Provisioned) { InboxItems = 7 },
            });

        Person(
            "Anna",
            "Berger",
            "Managing director",
            Licence.E3,
            u => u with { ProxyAddresses = [.. u.ProxyAddresses, $"smtp:ceo@{directory.MailDomain}"] });
        Person("Thomas", "Lindner", "Head of finance", Licence.E3);
        Person("Miriam", "Castell", "Accountant", Licence.E3);
        Person("Jakob", "Wirth", "Accountant", Licence.Business);
        Person("Sofia", "Marin", "Head of sales", Licence.E3);
        Person("Peter", "Hoffmann", "Sales", Licence.Business);
        Person("Yasmin", "Aydin", "Sales", Licence.Business);
        Person("Lukas", "Brandt", "Head of IT", Licence.E3);
        Person("Elena", "Petrova", "Software developer", Licence.E3);
        Person("Marco", "Rossi", "Support", Licence.Business);
        Person("Hanna", "Keller", "Human resources", Licence.Business);
        Person("Oskar", "Nielsen", "Warehouse", Licence.F3);
        Person(
            "Clara",
            "Vogt",
            "Apprentice",
            Licence.Business,
            u => u with { Mailbox = u.Mailbox! with { State = MailboxState.NotProvisioned } });
        Person("Georg", "Steiner", "Sales (left in September)", Licence.E3, u => u with { AccountEnabled = false });
        Person(
            "Ursula",
            "Frank",
            "Production planning",
            Licence.E3,
            u => u with { OnPremisesSyncEnabled = true, Mailbox = u.Mailbox! with { State = MailboxState.OnPremises } });
        Person("David", "Meier", "Working student", Licence.PowerBiFree, u => u with { Mail = null, ProxyAddresses = [], Mailbox = null });
        directory.SetUser(Account(directory, "admin", $"{directory.DisplayName} Administrator", null) with
        {
            UserPrincipalName = $"admin@{directory.Domain}",
            Mail = null,
            ProxyAddresses = [],
            Mailbox = null,
        });
        directory.SetUser(
            Account(directory, "svc-backup", "Backup service", null) with { Mail = null, ProxyAddresses = [], Mailbox = null });
        Resource("info", "Info", MailboxKind.Shared);
        Resource("accounting", "Accounting mailbox", MailboxKind.Shared);
        Resource("invoices", "Invoices", MailboxKind.Shared, Licence.E3); // over 50 GB, so it carries a licence
        Resource("room-rhein", "Meeting room Rhein", MailboxKind.Room);
        Resource("van-1", "Delivery van 1", MailboxKind.Equipment);
        directory.SetUser(Guest(directory, "nora.falk", "fabrikam.com", "Nora Falk (Fabrikam)"));
        directory.SetUser(Guest(directory, "li.wei", "adatum.com", "Li Wei (Adatum)"));

        Guid Id(string alias) => UserId(directory, alias);
        DirectoryGroup accounting = Group(directory, "Accounting", "accounting-team", "Finance and accounting") with
        {
            Members = [Id("thomas.lindner"), Id("miriam.castell"), Id("jakob.wirth"), Id("accounting")],
            Owners = [Id("thomas.lindner")],
        };
        directory.SetGroup(Group(directory, "Archive mailboxes", "archive-mailboxes", "Mailboxes that are archived") with
        {
            Members = [Id("anna.berger"), Id("sofia.marin"), Id("lukas.brandt"), Id("info"), accounting.Id],
            Owners = [Id("lukas.brandt")],
        });
        directory.SetGroup(accounting);
        directory.SetGroup(Group(directory, "Management", "management", "Management team") with
        {
            Members = [Id("anna.berger"), Id("thomas.lindner"), Id("sofia.marin"), Id("lukas.brandt")],
            Owners = [Id("anna.berger")],
            GroupTypes = ["Unified"],
            Mail = $"management@{directory.MailDomain}",
            MailEnabled = true,
            SecurityEnabled = false,
        });
        directory.SetGroup(Group(directory, "All staff", "all-staff", "Distribution list") with
        {
            Members =
            [
                .. directory.Users.Where(u => u is { UserType: "Member", GivenName: not null, AccountEnabled: true }).Select(u => u.Id),
            ],
            Mail = $"all-staff@{directory.MailDomain}",
            MailEnabled = true,
            SecurityEnabled = false,
        });
        directory.SetAdministrativeUnit(new(
            StableGuid.From($"{directory.TenantId}/administrativeUnits/headquarters"),
            "Headquarters",
            [Id("anna.berger"), Id("thomas.lindner"), Id("miriam.castell"), Id("jakob.wirth"), Id("hanna.keller")]));

        for (int i = 1; i <= syntheticUsers; i++)
            directory.SetUser(Synthetic(directory, i));
    }

    public static Guid UserId(TenantDirectory directory, string alias) => StableGuid.From($"{directory.TenantId}/users/{alias}");

    private static DirectoryUser Account(TenantDirectory directory, string alias, string name, Licence? licence)
    {
        string address = $"{alias}@{directory.MailDomain}";
        return new()
        {
            Id = UserId(directory, alias),
            DisplayName = name,
            UserPrincipalName = address,
            Mail = address,
            MailNickname = alias,
            ProxyAddresses = [$"SMTP:{address}", $"smtp:{alias}@{directory.Domain}"],
            UsageLocation = "DE",
            Licence = licence,
            AssignedPlans = licence is null ? [] : Plans[licence.SkuId],
            CreatedDateTime = Founded,
            Mailbox = licence is null ? null : new(MailboxKind.User, MailboxState.Provisioned) { InboxItems = 12 + alias.Length },
        };
    }

    private static DirectoryUser Guest(TenantDirectory directory, string alias, string home, string name) => new()
    {
        Id = UserId(directory, $"{alias}@{home}"),
        DisplayName = name,
        UserPrincipalName = $"{alias}_{home}#EXT#@{directory.Domain}",
        Mail = $"{alias}@{home}",
        MailNickname = $"{alias}_{home}#EXT#",
        ProxyAddresses = [$"SMTP:{alias}@{home}"],
        UserType = "Guest",
        CreatedDateTime = Founded,
    };

    private static DirectoryGroup Group(TenantDirectory directory, string name, string nickname, string description) => new()
    {
        Id = StableGuid.From($"{directory.TenantId}/groups/{nickname}"),
        DisplayName = name,
        MailNickname = nickname,
        Description = description,
    };

    /// <summary>
    /// One of many: nine in ten are licensed; of each hundred, three are disabled, three shared mailboxes and two guests.
    /// </summary>
    public static DirectoryUser Synthetic(TenantDirectory directory, int number)
    {
        string given = GivenNames[number % GivenNames.Length];
        string surname = Surnames[number / GivenNames.Length % Surnames.Length];
        string alias = string.Create(CultureInfo.InvariantCulture, $"{given}.{surname}.{number}").ToLowerInvariant();
        int kind = number % 100;
        if (kind is 98 or 99)
        {
            return Guest(
                directory, alias, "partner.example", $"{given} {surname} {number.ToString(CultureInfo.InvariantCulture)} (Partner)");
        }
        Licence? licence = kind < 90 ? (number % 3 == 0 ? Licence.Business : Licence.E3) : null;
        DirectoryUser user = Account(directory, alias, $"{given} {surname} {number.ToString(CultureInfo.InvariantCulture)}", licence) with
        {
            GivenName = given,
            Surname = surname,
            EmployeeId = number.ToString("D6", CultureInfo.InvariantCulture),
        };
        return kind switch
        {
            < 87 => user,
            < 90 => user with { AccountEnabled = false },
            < 93 => user with { AccountEnabled = false, Mailbox = new(MailboxKind.Shared, MailboxState.Provisioned) { InboxItems = 3 } },
            _ => user with { Mail = null, ProxyAddresses = [] },
        };
    }
}
