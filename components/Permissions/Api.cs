namespace TenantOnboarding.Components.Permissions;

/// <summary>An API of Microsoft 365 that permissions belong to.</summary>
/// <param name="Key">Its name in the configuration and in resource names, for example <c>microsoft-graph</c>.</param>
/// <param name="DisplayName">Its name in the Entra portal.</param>
/// <param name="ClientId">Its application (client) id, the same in every tenant and cloud.</param>
public sealed record Api(string Key, string DisplayName, string ClientId)
{
    /// <summary>Directory, mail and everything else that Microsoft offers today.</summary>
    public static Api MicrosoftGraph { get; } = new("microsoft-graph", "Microsoft Graph", "00000003-0000-0000-c000-000000000000");

    /// <summary>EWS, IMAP and Exchange PowerShell.</summary>
    public static Api ExchangeOnline { get; } = new("exchange-online", "Office 365 Exchange Online",
        "00000002-0000-0ff1-ce00-000000000000");

    /// <summary>Every API that the configuration may name.</summary>
    public static IReadOnlyList<Api> All { get; } = [MicrosoftGraph, ExchangeOnline];
}
