using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about Exchange Web Services as such.</summary>
internal static class EwsFindings
{
    private static readonly Uri Retirement =
        new("https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online");

    public static readonly FindingKind EndsKind = new("EWS_ENDS", Severity.Warning)
    {
        Meaning = "Exchange Online stops answering Exchange Web Services on 2027-04-01, without exceptions.",
        Fix = "Move the product to Microsoft Graph or IMAP: change mailboxAccess in the stack.",
        Source = Retirement,
    };

    public static readonly FindingKind EndedKind = new("EWS_ENDED", Severity.Error)
    {
        Meaning = "Exchange Online has not answered Exchange Web Services since 2027-04-01.",
        Fix = "Move the product to Microsoft Graph or IMAP: change mailboxAccess in the stack.",
        Source = Retirement,
    };

    public static readonly FindingKind BlockedByPolicyKind = new("EWS_BLOCKED_BY_POLICY", Severity.Error)
    {
        Meaning = "The organization's policy blocks Exchange Web Services, or does not name this application.",
        Fix = "An Exchange administrator adds the application to the list of those allowed. EwsEnabled takes effect within 1 hour, "
            + "the list within 24.",
        Source = Retirement,
    };

    public static Finding Ends(DateOnly end, int daysLeft) => EndsKind.About(
        Words.Date(end), $"Exchange Online stops answering Exchange Web Services in {Words.Count(daysLeft, "day")}, on "
            + $"{Words.Date(end)}, without exceptions.");

    public static Finding Ended(DateOnly end) =>
        EndedKind.About(Words.Date(end), $"Exchange Online has not answered Exchange Web Services since {Words.Date(end)}.");

    public static Finding BlockedByPolicy(Guid clientId, string reason) => BlockedByPolicyKind.About(
        clientId.ToString(), detail: $"X-EWS-Policy-Reason: {reason}") with
    {
        // The list is one text that each call replaces, so what is in it has to be read first.
        Script = $$"""
            Connect-ExchangeOnline
            $ids = @((Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy).EwsAllowedAppIDs -split ',') + '{{clientId}}'
            $ids = $ids.Trim() | Where-Object { $_ } | Select-Object -Unique
            Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs ($ids -join ',')
            """.ReplaceLineEndings("\n"),
    };
}
