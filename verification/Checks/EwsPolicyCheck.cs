using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>The tenant allows Exchange Web Services to the application, and how long they will still exist.</summary>
internal sealed class EwsPolicyCheck : ICheck
{
    public string Id => "ews-policy";
    public string Title => "Exchange Web Services policy";
    public VerificationExitCode FailureClass => VerificationExitCode.Mailboxes;

    public bool AppliesTo(IntegrationOutputs integration) => integration.MailboxAccess.Contains(MailboxAccess.Ews);

    public Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        FindingList findings = new();
        string end = WellKnown.EwsEnds.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        int days = WellKnown.EwsEnds.DayNumber - DateOnly.FromDateTime(session.Now.UtcDateTime).DayNumber;
        const string Move = "Move the product to Microsoft Graph or IMAP: change mailboxAccess in the stack.";
        if (days > 0)
            findings.Warning("EWS_ENDS", end, $"Exchange Online stops answering Exchange Web Services in {Words.Count(days, "day")}, on {end}, without exceptions.", Move);
        else
            findings.Error("EWS_ENDED", end, $"Exchange Online has not answered Exchange Web Services since {end}.", Move);

        if (session.EwsPolicyReason is string reason)
        {
            string id = session.Integration.ClientId.ToString();
            findings.Error("EWS_BLOCKED_BY_POLICY", id, "The organization's policy blocks Exchange Web Services, or does not name this application.",
                "An Exchange administrator adds the application to the list of those allowed. EwsEnabled takes effect within 1 hour, the list within 24.",
                $"X-EWS-Policy-Reason: {reason}",
                // The list is one text that each call replaces, so what is in it has to be read first.
                $"""
                Connect-ExchangeOnline
                $ids = @((Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy).EwsAllowedAppIDs -split ',') + '{id}'
                $ids = $ids.Trim() | Where-Object {'{'} $_ {'}'} | Select-Object -Unique
                Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs ($ids -join ',')
                """.ReplaceLineEndings("\n"));
            return Task.FromResult(findings.ToOutcome("blocked by the organization's policy"));
        }
        return Task.FromResult(session.EwsAnswered
            ? findings.ToOutcome($"allowed; {Words.Count(Math.Max(days, 0), "day")} left until {end}")
            : findings.ToOutcome($"no mailbox was asked; {Words.Count(Math.Max(days, 0), "day")} left until {end}", open: true));
    }
}
