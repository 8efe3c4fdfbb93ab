namespace SimulatedTenant.Directory;

/// <summary>A product that can be assigned to users (Graph's <c>subscribedSku</c>), with the plans of it that matter here.</summary>
/// <param name="SkuId">Product id.</param>
/// <param name="PartNumber">Product name such as <c>SPE_E3</c>.</param>
/// <param name="Plans">The services that it brings.</param>
public sealed record Licence(Guid SkuId, string PartNumber, IReadOnlyList<ServicePlan> Plans)
{
    private static readonly ServicePlan Exchange1 = new(new("9aaf7827-d63c-4b61-89c3-182f06f82e5c"), "EXCHANGE_S_STANDARD", "exchange");
    private static readonly ServicePlan Exchange2 = new(new("efb87545-963c-4e0d-99df-69c6916d9eb0"), "EXCHANGE_S_ENTERPRISE", "exchange");
    private static readonly ServicePlan Kiosk = new(new("4a82b400-a79f-41a4-b4e2-e94f5787b113"), "EXCHANGE_S_DESKLESS", "exchange");
    private static readonly ServicePlan Foundation = new(new("113feb6c-3fe4-4440-bddc-54d774bf0318"), "EXCHANGE_S_FOUNDATION", "exchange");
    private static readonly ServicePlan SharePoint = new(new("5dbe027f-2339-4123-9542-606e4d348a72"), "SHAREPOINTENTERPRISE", "SharePoint");
    private static readonly ServicePlan Teams = new(new("57ff2da0-773e-42df-b2af-ffb7a2317929"), "TEAMS1", "TeamspaceAPI");
    private static readonly ServicePlan PowerBi = new(new("2049e525-b859-401b-b2a0-e0a31c4b1fe4"), "BI_AZURE_P0", "PowerBI");

    /// <summary>Microsoft 365 E3: Exchange Online (Plan 2).</summary>
    public static Licence E3 { get; } = new(new("05e9a617-0261-4cee-bb44-138d3ef5d965"), "SPE_E3", [Exchange2, SharePoint, Teams]);

    /// <summary>Microsoft 365 Business Standard: Exchange Online (Plan 1).</summary>
    public static Licence Business { get; } = new(new("f245ecc8-75af-4f8e-b61f-27d8114de5f3"), "O365_BUSINESS_PREMIUM", [Exchange1, Teams]);

    /// <summary>Microsoft 365 F3: Exchange Online Kiosk.</summary>
    public static Licence F3 { get; } = new(new("66b55226-6b4f-492c-910c-a3b7a3c9d993"), "SPE_F1", [Kiosk, Teams]);

    /// <summary>Power BI (free): it carries an Exchange plan that is no mailbox.</summary>
    public static Licence PowerBiFree { get; } = new(
        new("a403ebcc-fae0-4ca2-8c8c-7a907fd6c235"), "POWER_BI_STANDARD", [Foundation, PowerBi]);

    /// <summary>All products that the seeded tenants own.</summary>
    public static IReadOnlyList<Licence> All { get; } = [E3, Business, F3, PowerBiFree];

    /// <summary>Whether its only mailbox is that of Exchange Online Kiosk.</summary>
    internal bool HasKioskOnly => Plans.Any(p => p.Id == Kiosk.Id) && !Plans.Any(p => p.Id == Exchange1.Id || p.Id == Exchange2.Id);

    /// <summary>The plans as a user has them.</summary>
    /// <param name="since">When the licence was assigned.</param>
    public IReadOnlyList<AssignedPlan> Assign(DateTimeOffset since) =>
        [.. Plans.Select(p => new AssignedPlan(p.Id, p.Service, "Enabled", since))];
}
