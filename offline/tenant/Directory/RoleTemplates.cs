namespace SimulatedTenant.Directory;

/// <summary>Entra's built-in directory roles, as far as mail administration meets them. Ids are the same in every tenant.</summary>
internal static class RoleTemplates
{
    public static readonly Guid ExchangeAdministrator = new("29232cdf-9323-42fd-ade2-1d097af3e4de");
    public static readonly Guid ExchangeRecipientAdministrator = new("31392ffb-586c-42d1-9346-e59415a2cc4e");
    public static readonly Guid GlobalAdministrator = new("62e90394-69f5-4237-9190-012177145e10");
    public static readonly Guid GlobalReader = new("f2ef992c-3afb-46b9-b7cf-a126ee74c451");
    public static readonly Guid ComplianceAdministrator = new("17315797-102d-40b4-93e0-432062caca18");
    public static readonly Guid HelpdeskAdministrator = new("729827e3-9c14-49f7-bb1b-9608f156bbb8");
    public static readonly Guid SecurityAdministrator = new("194ae4cb-b126-40b2-bd5b-6091b380977d");
    public static readonly Guid SecurityReader = new("5d6b6bb7-de71-4623-b4af-96380a352509");

    public static readonly IReadOnlyList<RoleTemplate> All =
    [
        new(new("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"), "Application Administrator", "Can create and manage all aspects of app "
            + "registrations and enterprise apps."),
        new(new("158c047a-c907-4556-b7ef-446551a6b5f7"), "Cloud Application Administrator", "Can create and manage all aspects of app "
            + "registrations and enterprise apps except App Proxy."),
        new(ComplianceAdministrator, "Compliance Administrator", "Can read and manage compliance configuration and reports."),
        new(new("88d8e3e3-8f55-4a1e-953a-9b9898b8876b"), "Directory Readers", "Can read basic directory information."),
        new(new("9360feb5-f418-4baa-8175-e2a00bac4301"), "Directory Writers", "Can read and write basic directory information."),
        new(ExchangeAdministrator, "Exchange Administrator", "Can manage all aspects of the Exchange product."),
        new(ExchangeRecipientAdministrator, "Exchange Recipient Administrator", "Can create or update Exchange Online recipients."),
        new(GlobalAdministrator, "Global Administrator", "Can manage all aspects of the directory and of services that use its "
            + "identities."),
        new(GlobalReader, "Global Reader", "Can read everything that a Global Administrator can, but change nothing."),
        new(new("fdd7a751-b60b-444a-984c-02652fe8fa1c"), "Groups Administrator", "Can manage all aspects of groups and group settings."),
        new(HelpdeskAdministrator, "Helpdesk Administrator", "Can reset passwords for non-administrators and Helpdesk Administrators."),
        new(new("4d6ac14f-3453-41d0-bef9-a3e0c569773a"), "License Administrator", "Can manage product licenses on users and groups."),
        new(new("e8611ab8-c189-46e8-94e1-60213ab1f814"), "Privileged Role Administrator", "Can manage role assignments and all aspects "
            + "of Privileged Identity Management."),
        new(new("4a5d8f65-41da-4de4-8968-e035b65339cf"), "Reports Reader", "Can read sign-in and audit reports."),
        new(SecurityAdministrator, "Security Administrator", "Can read security information and reports, and manage configuration."),
        new(SecurityReader, "Security Reader", "Can read security information and reports."),
        new(new("fe930be7-5e62-47db-91af-98c3a49a38b1"), "User Administrator", "Can manage all aspects of users and groups, including "
            + "resetting passwords for limited administrators."),
    ];

    /// <summary>Roles that let Exchange cmdlets read recipients.</summary>
    public static readonly IReadOnlySet<Guid> ReadExchange = new HashSet<Guid>
    {
        ExchangeAdministrator, ExchangeRecipientAdministrator, GlobalAdministrator, GlobalReader,
        ComplianceAdministrator, HelpdeskAdministrator, SecurityAdministrator, SecurityReader,
    };

    public static RoleTemplate? Find(Guid id) => All.FirstOrDefault(template => template.Id == id);
}
