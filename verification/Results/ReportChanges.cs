using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Results;

/// <summary>What is different from one verification of a tenant to the next.</summary>
public static class ReportChanges
{
    /// <summary>A line per change: mailboxes that became or stopped being reachable, findings that are new or gone, the verdict; empty
    /// where nothing changed.</summary>
    public static IReadOnlyList<string> Between(VerificationReport before, VerificationReport after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        List<string> lines = [];
        if (before.Verdict.Kind != after.Verdict.Kind || before.Verdict.ExitCode != after.Verdict.ExitCode)
            lines.Add($"verdict: {before.Verdict.Title} -> {after.Verdict.Title}");
        AddMailboxes(before, after, lines);
        Dictionary<string, Finding> earlier = Findings(before), later = Findings(after);
        foreach ((string key, Finding finding) in later.Where(one => !earlier.ContainsKey(one.Key)))
            lines.Add($"new {finding.Severity.ToString().ToLowerInvariant()}: {key}");
        foreach ((string key, _) in earlier.Where(one => !later.ContainsKey(one.Key)))
            lines.Add($"gone: {key}");
        return lines;
    }

    private static void AddMailboxes(VerificationReport before, VerificationReport after, List<string> lines)
    {
        Dictionary<string, MailboxVerdict> earlier = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, MailboxVerdict mailbox) in Mailboxes(before))
            earlier.TryAdd(key, mailbox);
        foreach ((string key, MailboxVerdict mailbox) in Mailboxes(after))
        {
            bool reached = mailbox.Status == MailboxStatus.Reachable;
            if (!earlier.Remove(key, out MailboxVerdict? was))
                lines.Add(reached ? $"reachable, new: {key}" : $"not reachable, new: {key}: {mailbox.Reason}");
            else if (reached && was.Status != MailboxStatus.Reachable)
                lines.Add($"reachable now: {key}");
            else if (!reached && was.Status == MailboxStatus.Reachable)
                lines.Add($"not reachable any more: {key}: {mailbox.Reason}");
            else if (mailbox.Status != was.Status || mailbox.Code != was.Code)
                lines.Add($"changed: {key}: {was.Reason} -> {mailbox.Reason}");
        }
        foreach (string key in earlier.Keys)
            lines.Add($"no mailbox any more: {key}");
    }

    private static IEnumerable<(string Key, MailboxVerdict Mailbox)> Mailboxes(VerificationReport report) =>
        report.Integrations.SelectMany(integration => integration.Mailboxes.Select(mailbox =>
            ($"{Visible.Line(mailbox.Address)} ({integration.Name}, {mailbox.Protocol})", mailbox)));

    private static Dictionary<string, Finding> Findings(VerificationReport report)
    {
        Dictionary<string, Finding> findings = new(StringComparer.Ordinal);
        foreach (IntegrationReport integration in report.Integrations)
        {
            foreach (Finding finding in integration.Checks.SelectMany(check => check.Findings))
                findings.TryAdd($"{finding.Code} ({integration.Name}): {Visible.Line(finding.Subject)}", finding);
        }
        return findings;
    }
}
