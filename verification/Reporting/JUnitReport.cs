using System.Globalization;
using System.Text;
using System.Xml;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report as JUnit XML, which continuous integration shows as tests: a suite per integration, a case per check, and where
/// there are few a case per mailbox and protocol.</summary>
public static class JUnitReport
{
    /// <summary>Mailbox verdicts of an integration up to which each is a case.</summary>
    public const int FewMailboxes = 200;

    private enum Outcome
    {
        Passed, Skipped, Failed,
    }

    private sealed record Case(string Class, string Name, Outcome Outcome, string Type, string Message, string Text);

    /// <summary>Renders the report. A check that was left open or not answered is skipped; one with warnings fails where the verification
    /// is strict.</summary>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    public static string Render(VerificationReport report, FindingLinks? links = null)
    {
        links ??= new();
        (string Name, Case[] Cases)[] suites = [.. report.Integrations.Select(integration =>
            (integration.Name, (Case[])[.. integration.Checks.Select(check => Check(integration, check, report.Strict, links)),
                .. integration.Mailboxes.Count > FewMailboxes ? []
                    : integration.Mailboxes.Select(mailbox => Mailbox(integration, mailbox, report.Strict))]))];
        using Utf8Writer text = new();
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", Visible.Line(report.Tenant.Domain));
            Counts(xml, [.. suites.SelectMany(suite => suite.Cases)], report);
            foreach ((string name, Case[] cases) in suites)
            {
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", Visible.Line(name));
                Counts(xml, cases, report);
                foreach (Case one in cases)
                    Write(xml, one);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return text + "\n";
    }

    private static void Counts(XmlWriter xml, Case[] cases, VerificationReport report)
    {
        xml.WriteAttributeString("tests", Number(cases.Length));
        xml.WriteAttributeString("failures", Number(cases.Count(one => one.Outcome == Outcome.Failed)));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", Number(cases.Count(one => one.Outcome == Outcome.Skipped)));
        xml.WriteAttributeString("time", report.Duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("timestamp",
            report.StartedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static void Write(XmlWriter xml, Case one)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Visible.Line(one.Class));
        xml.WriteAttributeString("name", Visible.Line(one.Name));
        if (one.Outcome == Outcome.Failed)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", one.Type);
            xml.WriteAttributeString("message", Visible.Short(one.Message, 500));
            xml.WriteString(Visible.Block(one.Text));
            xml.WriteEndElement();
        }
        else if (one.Outcome == Outcome.Skipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Visible.Short(one.Message, 500));
            xml.WriteEndElement();
        }
        if (one.Outcome != Outcome.Failed && one.Text.Length > 0)
            xml.WriteElementString("system-out", Visible.Block(one.Text));
        xml.WriteEndElement();
    }

    private static Case Check(IntegrationReport integration, CheckResult check, bool strict, FindingLinks links)
    {
        Outcome outcome = check.Status switch
        {
            CheckStatus.Passed => Outcome.Passed,
            CheckStatus.Warning => strict ? Outcome.Failed : Outcome.Passed,
            CheckStatus.Failed => Outcome.Failed,
            CheckStatus.Open or CheckStatus.Unanswered => Outcome.Skipped,
            _ => throw new InvalidOperationException($"No outcome for the status {check.Status}."),
        };
        return new(integration.Name, check.Title, outcome, check.Findings.Count > 0 ? check.Findings[0].Code : check.Id, check.Summary,
            string.Join("\n\n", check.Findings.Select(finding => Text(finding, links))));
    }

    private static Case Mailbox(IntegrationReport integration, MailboxVerdict mailbox, bool strict)
    {
        string protocol = integration.Protocols.GetValueOrDefault(mailbox.Protocol, mailbox.Protocol);
        Outcome outcome = mailbox.Status switch
        {
            MailboxStatus.Reachable or MailboxStatus.RefusedAsDeclared => Outcome.Passed,
            MailboxStatus.NoMailbox or MailboxStatus.Unanswered => Outcome.Skipped,
            MailboxStatus.Warning => strict ? Outcome.Failed : Outcome.Passed,
            MailboxStatus.Failed => Outcome.Failed,
            _ => throw new InvalidOperationException($"No outcome for the status {mailbox.Status}."),
        };
        return new($"{integration.Name}.mailboxes", $"{mailbox.Address} by {protocol}", outcome, mailbox.Code ?? "", mailbox.Reason,
            mailbox.Code is null ? "" : $"{mailbox.Code}: {mailbox.Reason}");
    }

    private static string Text(Finding finding, FindingLinks links)
    {
        string detail = (finding.Detail is null ? "" : $"\nFound: {finding.Detail}")
            + (finding.Evidence is null ? "" : $"\nEvidence: {finding.Evidence}");
        return $"{StatusText.Word(finding.Severity)} {finding.Code}: {finding.Subject}\n{finding.Cause}\nFix: {finding.Fix}{detail}\n"
            + links.For(finding);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer()
            : base(CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
