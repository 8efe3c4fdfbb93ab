using System.Globalization;
using System.Text;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>What a scheduled run found out about a tenant, and the text of its issue.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Need">Whether it needs somebody.</param>
/// <param name="Text">The text, in Markdown; the same as long as the same is wrong.</param>
internal sealed record TenantCondition(string Stack, TenantNeed Need, string Text)
{
    private const string Begin = "<!-- tenant-onboarding: needs somebody: ";
    private const string End = " -->";
    private const int MostCharacters = 60_000;

    /// <summary>The title.</summary>
    public string Title => TitleOf(Stack);

    /// <summary>The title of the issue of a stack.</summary>
    public static string TitleOf(string stack) => $"{stack} needs somebody";

    /// <summary>The stack that an issue is about; null where it is about something else.</summary>
    /// <param name="text">The text.</param>
    public static string? StackOf(string text)
    {
        string line = text.Split('\n', 2)[0].TrimEnd();
        return line.StartsWith(Begin, StringComparison.Ordinal) && line.EndsWith(End, StringComparison.Ordinal)
            && line[Begin.Length..^End.Length] is { } stack && StackNames.IsSafe(stack) ? stack : null;
    }

    /// <summary>The condition of a stack's tenant.</summary>
    /// <param name="story">Its results.</param>
    /// <param name="commands">The commands that must have a result.</param>
    public static TenantCondition Of(StackStory story, IReadOnlyList<string> commands)
    {
        StringBuilder text = new();
        bool open = false;
        foreach (string command in commands)
        {
            StackTurn? turn = story.Turns.LastOrDefault(turn => turn.Command == command);
            if (turn is null)
                text.Append(CultureInfo.InvariantCulture,
                    $"**{StackTurn.TitleOf(command)}: no result.** Its job ended before; the newest run says why.\n\n");
            else if (turn.Outcome.State is StackState.Unanswered or StackState.NotDone)
                open = true;
            else if (!turn.MayGoOn)
                Append(text, turn);
        }
        if (EndOf(story) is { } end)
            text.Append(CultureInfo.InvariantCulture,
                $"**A product is without a certificate from {end:yyyy-MM-dd} on.** Add the next one beside it and deploy, switch the "
                + $"product over, then remove the old one.\n\n");
        TenantNeed need = text.Length > 0 ? TenantNeed.Somebody : open ? TenantNeed.Unknown : TenantNeed.None;
        return new(story.Stack, need, Whole(story, text.ToString()));
    }

    private static void Append(StringBuilder text, StackTurn turn)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"**{turn.Title}: {StateWords.Of(turn.Outcome.State)}.** {CodeSpan.Of(turn.Outcome.Sentence)}\n\n");
        string[] resources = [.. (turn.Outcome.Change?.Resources ?? []).Select(resource =>
            $"{ChangeText.Word(resource.Kind)} {ChangeText.Line(resource)}")];
        // Where resources are told, the lines of the CLI say the same.
        MarkdownList.Append(text, null, resources.Length > 0 ? resources : [.. turn.Outcome.Errors.Select(CodeSpan.Of)]);
        MarkdownList.Append(text, null, [.. turn.Outcome.Findings.Select(finding =>
            $"{finding.Severity} {CodeSpan.Of(finding.Code)} {CodeSpan.Of(finding.Integration)}: {CodeSpan.Of(finding.Subject)}")]);
    }

    private static DateTimeOffset? EndOf(StackStory story) => story.Turns
        .Where(turn => Deadline.IsSoon(turn.Outcome.FirstCertificateEnd, turn.At))
        .Select(turn => turn.Outcome.FirstCertificateEnd).FirstOrDefault();

    private static string Whole(StackStory story, string needs)
    {
        string tenant = story.Domain is { } domain ? $"The tenant {CodeSpan.Of(domain)} of the stack" : "The tenant of the stack";
        StringBuilder text = new($"{Begin}{story.Stack}{End}\n{tenant} {CodeSpan.Of(story.Stack)} needs somebody.\n\n");
        foreach (string paragraph in needs.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (text.Length + paragraph.Length > MostCharacters)
                break;
            text.Append(paragraph).Append("\n\n");
        }
        return text.Append("This issue is kept by a program: it is closed when all of this is right again.\n").ToString();
    }
}
