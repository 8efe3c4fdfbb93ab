using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>What statuses and severities are called and coloured, on a console and on a page.</summary>
internal static class StatusText
{
    public static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "ok",
        CheckStatus.Warning => "WARNING",
        CheckStatus.Failed => "FAILED",
        CheckStatus.Open => "open",
        CheckStatus.Unanswered => "SILENT",
        _ => throw Unknown(status),
    };

    public static string RichMark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "[green]✓[/]",
        CheckStatus.Warning => "[yellow]![/]",
        CheckStatus.Failed => "[red]✗[/]",
        CheckStatus.Open => "[blue]○[/]",
        CheckStatus.Unanswered => "[magenta]…[/]",
        _ => throw Unknown(status),
    };

    public static (string Tone, string Mark, string Word) Badge(CheckStatus status) => status switch
    {
        CheckStatus.Passed => ("good", "✓", "Passed"),
        CheckStatus.Warning => ("warn", "!", "Passed with warnings"),
        CheckStatus.Failed => ("bad", "✕", "Failed"),
        CheckStatus.Open => ("open", "–", "Left open"),
        CheckStatus.Unanswered => ("open", "…", "Not answered in time"),
        _ => throw Unknown(status),
    };

    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "note",
        _ => throw Unknown(severity),
    };

    public static string Colour(Severity severity) => severity switch
    {
        Severity.Error => "red",
        Severity.Warning => "yellow",
        Severity.Info => "blue",
        _ => throw Unknown(severity),
    };

    public static (string Tone, string Colour) Look(MailboxStatus status) => status switch
    {
        MailboxStatus.Reachable or MailboxStatus.RefusedAsDeclared => ("good", "green"),
        MailboxStatus.NoMailbox => ("plain", "grey"),
        MailboxStatus.Warning => ("warn", "yellow"),
        MailboxStatus.Failed => ("bad", "red"),
        MailboxStatus.Unanswered => ("open", "magenta"),
        _ => throw Unknown(status),
    };

    public static string Word(MailboxStatus status) => status switch
    {
        MailboxStatus.Reachable => "Reachable",
        MailboxStatus.RefusedAsDeclared => "Refused, as declared",
        MailboxStatus.NoMailbox => "No mailbox",
        MailboxStatus.Warning => "To look at",
        MailboxStatus.Failed => "Failed",
        MailboxStatus.Unanswered => "Not answered in time",
        _ => throw Unknown(status),
    };

    /// <summary>The verdict's class in JSON and HTML, its mark, and its colour on a console.</summary>
    public static (string Name, string Mark, string Colour) Look(VerdictKind kind) => kind switch
    {
        VerdictKind.Ready => ("ready", "✓", "green"),
        VerdictKind.ReadyWithWarnings => ("ready-with-warnings", "!", "yellow"),
        VerdictKind.NotProven => ("not-proven", "?", "blue"),
        VerdictKind.Unanswered => ("unanswered", "…", "magenta"),
        VerdictKind.NotReady => ("not-ready", "✕", "red"),
        VerdictKind.Sampled => ("sampled", "~", "blue"),
        VerdictKind.Partial => ("partial", "…", "yellow"),
        _ => throw Unknown(kind),
    };

    /// <summary>Rows up to a limit: those that need attention first where not all fit.</summary>
    public static IReadOnlyList<T> Rows<T>(IReadOnlyList<T> all, Func<T, bool> attention, int limit) =>
        all.Count <= limit ? all : [.. all.Where(attention).Concat(all.Where(row => !attention(row))).Take(limit)];

    private static InvalidOperationException Unknown(Enum value) => new($"No words for {value.GetType().Name}.{value}.");
}
