using System.Security.Authentication;

namespace TenantOnboarding.Verification.Tenant;

/// <summary>Ids, dates and limits that Microsoft publishes.</summary>
internal static class WellKnown
{
    /// <summary>Application id of Microsoft Graph, the same in every tenant.</summary>
    public static readonly Guid MicrosoftGraph = new("00000003-0000-0000-c000-000000000000");

    /// <summary>Application id of Office 365 Exchange Online, the same in every tenant.</summary>
    public static readonly Guid ExchangeOnline = new("00000002-0000-0ff1-ce00-000000000000");

    /// <summary>The versions of TLS that Microsoft 365 answers to; older ones are never tried.</summary>
    public const SslProtocols Tls = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>The day on which Exchange Online stops answering Exchange Web Services.</summary>
    public static readonly DateOnly EwsEnds = new(2027, 4, 1);

    /// <summary>Service plans that carry an Exchange Online mailbox, by id.</summary>
    public static readonly IReadOnlyDictionary<Guid, string> MailboxPlans = new Dictionary<Guid, string>
    {
        [new("efb87545-963c-4e0d-99df-69c6916d9eb0")] = "Exchange Online (Plan 2)",
        [new("9aaf7827-d63c-4b61-89c3-182f06f82e5c")] = "Exchange Online (Plan 1)",
        [new("4a82b400-a79f-41a4-b4e2-e94f5787b113")] = "Exchange Online Kiosk",
        [new("1126bef5-da20-4f07-b45e-ad25d2581aa8")] = "Exchange Online Essentials",
        [new("8c3069c0-ccdb-44be-ab77-986203a67df2")] = "Exchange Online (Plan 2) for Government",
        [new("e9b4930a-925f-45e2-ac2a-3f7788ca6fdd")] = "Exchange Online (Plan 1) for Government",
    };
}
