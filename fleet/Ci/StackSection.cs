using System.Globalization;
using System.Text;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>What a comment says about one stack, without its name: stacks of which it says the same share a section.</summary>
/// <param name="story">The stack's story.</param>
internal sealed class StackSection(StackStory story)
{
    private readonly StackChange? _resources = story.Previewed ?? story.Rehearsed;

    /// <summary>Where it stands: what needs somebody first, then what widens, then what narrows, and last what changes nothing.</summary>
    public int Rank => Failed ? 0 : Widens ? 1 : Narrows || Removes ? 2 : HasChanges ? 3 : 4;

    /// <summary>Whether something failed, or there is no result.</summary>
    public bool Failed => story.Turns.Count == 0 || story.Failed.Any();

    /// <summary>Whether an application may do more than before.</summary>
    public bool Widens => story.Rehearsed?.Access!.Any(access => access.Widens) ?? false;

    /// <summary>Whether an application may do less than before.</summary>
    public bool Narrows => story.Rehearsed?.Access!.Any(access => !access.Widens) ?? false;

    /// <summary>Whether something goes.</summary>
    public bool Removes => _resources?.Resources.Any(resource => resource.Kind == ResourceChangeKind.Removed) ?? false;

    /// <summary>Whether there is anything to tell.</summary>
    public bool HasChanges => Widens || Narrows || _resources?.Resources.Count > 0;

    /// <summary>In Markdown, of paragraphs and lists.</summary>
    public string Render()
    {
        StringBuilder text = new();
        if (story.Turns.Count == 0)
            text.Append("**There is no result.** Its job ended before: the run says why.\n\n");
        if (story.Rehearsed is { Before: null })
            text.Append("A new stack: it is compared with nothing.\n\n");
        foreach (StackTurn turn in story.Failed)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"**{turn.Title}: {StateWords.Of(turn.Outcome.State)}.** {CodeSpan.Of(turn.Outcome.Sentence)}\n\n");
            MarkdownList.Append(text, null, [.. turn.Outcome.Errors.Select(CodeSpan.Of), .. turn.Outcome.Findings.Select(finding =>
                $"{CodeSpan.Of(finding.Code)} {CodeSpan.Of(finding.Integration)}: {CodeSpan.Of(finding.Subject)}")]);
        }
        MarkdownList.Append(text, "Widens", [.. (story.Rehearsed?.Access ?? []).Where(access => access.Widens).Select(ChangeText.Line)]);
        MarkdownList.Append(text, "Narrows", [.. (story.Rehearsed?.Access ?? []).Where(access => !access.Widens).Select(ChangeText.Line)]);
        foreach (IGrouping<ResourceChangeKind, ResourceChange> kind in (_resources?.Resources ?? [])
            .GroupBy(resource => resource.Kind).OrderBy(kind => kind.Key))
        {
            string word = ChangeText.Word(kind.Key);
            MarkdownList.Append(text, char.ToUpperInvariant(word[0]) + word[1..], [.. kind.Select(ChangeText.Line)]);
        }
        string[] said = [.. story.Turns.Where(turn => turn.MayGoOn && turn.Command == "preview").Select(turn =>
            $"{turn.Title}: {CodeSpan.Of(turn.Outcome.Sentence)}")];
        if (said.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"{string.Join("; ", said)}\n\n");
        return text.ToString();
    }
}
