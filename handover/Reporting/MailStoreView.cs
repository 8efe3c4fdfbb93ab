using Spectre.Console;
using TenantOnboarding.HandOver.Results;
using TenantOnboarding.HandOver.Settings;
using TenantOnboarding.HandOver.Users;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver.Reporting;

/// <summary>Shows how a MailStore stands to what is declared and verified.</summary>
/// <param name="console">Where.</param>
internal sealed class MailStoreView(IAnsiConsole console)
{
    private const int MostDifferences = 100;

    /// <summary>Shows it.</summary>
    public void Write(MailStoreOutcome outcome)
    {
        Line($"MailStore at {outcome.MailStore}", "bold");
        foreach (Setting setting in outcome.Settings)
            Line($"  {Mark(setting)} {setting.Sentence}", setting.State == SettingState.Differs ? "red" : null);
        Set(outcome);
        Users(outcome);
        Line(outcome.Differs ? "  DIFFERS: MailStore is not as declared and verified" : "  SAME: MailStore is as declared"
            + (outcome.Users is null ? "" : " and verified"), outcome.Differs ? "bold red" : "bold green");
    }

    private void Set(MailStoreOutcome outcome)
    {
        bool differ = outcome.Settings.Any(setting => setting.State == SettingState.Differs);
        if (outcome.WereSet.Count > 0)
            Line($"  Set and read back: {string.Join(", ", outcome.WereSet)}{(differ ? "; what is marked above did not stay" : "")}");
        else if (differ && !outcome.SetAsked)
            Line("  Nothing was set; --set sets what differs.");
    }

    private void Users(MailStoreOutcome outcome)
    {
        if (outcome.Users is not { } users)
        {
            Line("  Users: not compared" + (outcome.Settings[0].State == SettingState.Differs
                ? ", because MailStore takes them from another directory service" : "; --verification FILE compares them with a report"));
            return;
        }
        Line($"  Users: {Words.Count(users.Same, "user")} the same, {Words.Number(users.Differences.Count)} different"
            + (users.Own > 0 ? $"; {Words.Count(users.Own, "account")} of MailStore's own left out" : ""));
        foreach (UserDifference one in users.Differences.Take(MostDifferences))
            Line($"    {one.Kind.ToString().ToLowerInvariant(),-7} {one.UserName}: {one.Words}", "red");
        if (users.Differences.Count > MostDifferences)
            Line($"    and {Words.Number(users.Differences.Count - MostDifferences)} more: mailstore.json has all");
    }

    private void Line(string text, string? style = null)
    {
        string line = Markup.Escape(Visible.Line(text));
        console.MarkupLine(style is null ? line : $"[{style}]{line}[/]");
    }

    private static string Mark(Setting setting) => setting.State switch
    {
        SettingState.Same => "same   ",
        SettingState.Differs => "differs",
        _ => "open   ",
    };
}
