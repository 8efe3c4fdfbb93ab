using System.Globalization;
using System.Text;
using TenantOnboarding.Fleet.Reporting;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>
/// What a reviewer is told: for each stack what widens, narrows, goes, changes and comes, in words and by names. Stacks of which the same
/// is to be said are named together.
/// </summary>
/// <param name="stories">The stacks.</param>
/// <param name="run">The address of the workflow's run, where everything is; null where there is none.</param>
internal sealed class PullRequestText(IReadOnlyList<StackStory> stories, Uri? run)
{
    /// <summary>How the comment is found again: its first line.</summary>
    public const string Marker = "<!-- tenant-onboarding: what a change does -->";

    /// <summary>What GitHub takes of a comment's text at most, in characters.</summary>
    public const int MostCharacters = 65_536;

    private const int MostNames = 10;
    private const int LongestNames = 12_000;
    private const int Tail = 2_000;

    /// <summary>Renders it.</summary>
    /// <param name="mostCharacters">
    /// Its length at most, 4,096 or more: sections that do not fit are left out, and their stacks are named with the place where all is
    /// found.
    /// </param>
    public string Render(int mostCharacters = MostCharacters)
    {
        (StackStory Story, StackSection Section)[] all = [.. stories.Select(story => (story, new StackSection(story)))];
        StringBuilder text = new($"{Marker}\n## What this change does\n\n{Counts(all)}\n\n");
        if (all.Length > 0 && !stories.Any(story => story.Previewed is not null))
            text.Append("No tenant was asked: everything is from rehearsals in simulated tenants.\n\n");
        IEnumerable<IGrouping<(int Rank, string Text), (StackStory Story, StackSection Section)>> groups = all
            .Where(one => one.Section.Rank < 4)
            .GroupBy(one => (one.Section.Rank, Text: one.Section.Render()))
            .OrderBy(group => group.Key.Rank);
        string[] same = [.. all.Where(one => one.Section.Rank == 4).Select(one => CodeSpan.Of(one.Story.Stack))];
        List<string> leftOut = [];
        foreach (IGrouping<(int Rank, string Text), (StackStory Story, StackSection Section)> group in groups)
        {
            string section = Heading([.. group.Select(one => one.Story)]) + group.Key.Text;
            if (text.Length + section.Length + Tail <= mostCharacters)
                text.Append(section);
            else
                leftOut.AddRange(group.Select(one => CodeSpan.Of(one.Story.Stack)));
        }
        if (leftOut.Count > 0)
            text.Append(CultureInfo.InvariantCulture,
                $"### Left out\n\nA comment takes no more. {Everything} has what there is to say about {Some(leftOut)}.\n\n");
        if (same.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"Nothing changes in {Some(same)}.\n");
        return text.ToString();
    }

    private string Everything => run is null ? "The summary of the run" : $"[The summary of the run]({run})";

    private static string Counts((StackStory Story, StackSection Section)[] all)
    {
        if (all.Length == 0)
            return "It touches no stack.";
        (int Count, string Words)[] counts =
        [
            (all.Count(one => one.Section.Failed), "need somebody"),
            (all.Count(one => one.Section.Widens), "widen access"),
            (all.Count(one => one.Section.Narrows), "narrow access"),
            (all.Count(one => one.Section.Removes), "remove something"),
        ];
        string[] said = [.. counts.Where(count => count.Count > 0).Select(count =>
            string.Create(CultureInfo.InvariantCulture, $"**{count.Count}** {count.Words}"))];
        return string.Create(CultureInfo.InvariantCulture, $"It touches {all.Length} stack{(all.Length == 1 ? "" : "s")}: ")
            + (said.Length > 0 ? $"{string.Join(", ", said)}." : "none widens or narrows access.");
    }

    private static string Heading(IReadOnlyList<StackStory> group)
    {
        if (group is [{ } one])
            return $"### {CodeSpan.Of(one.Stack)}{(one.Domain is { } domain ? $" {CodeSpan.Of(domain)}" : "")}\n\n";
        string[] names = [.. group.Select(story => CodeSpan.Of(story.Stack))];
        if (names.Length <= MostNames)
            return $"### {string.Join(", ", names)}\n\n";
        return string.Create(CultureInfo.InvariantCulture,
            $"### {string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more\n\n"
            + $"<details><summary>all {names.Length}</summary>\n\n{Some(names, LongestNames)}\n\n</details>\n\n");
    }

    /// <summary>As many names as there is room for.</summary>
    private static string Some(IReadOnlyList<string> names, int most = Tail / 3)
    {
        int count = 0;
        for (int length = 0; count < names.Count; count++)
        {
            length += names[count].Length + 2;
            if (length > most)
                break;
        }
        return count == names.Count ? string.Join(", ", names)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(count))} and {names.Count - count} more");
    }
}
