using System.Globalization;
using TenantOnboarding.Fleet.Ci.Services;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>
/// Keeps one issue for each tenant that needs somebody, from the first run that finds it wrong to the first that finds it right.
/// </summary>
/// <param name="issues">The issues.</param>
/// <param name="output">Hears of each that is touched, a line each.</param>
internal sealed class IssueBook(GitHubIssues issues, TextWriter output)
{
    /// <summary>Brings the issues to what is now so.</summary>
    /// <param name="conditions">The stacks that this run was about.</param>
    /// <param name="stacks">Every stack that there is: issues of others are closed.</param>
    /// <param name="cancellationToken">Ends it between two stacks; the next run goes on.</param>
    /// <exception cref="ServiceException">GitHub does not answer, or refuses.</exception>
    public async Task KeepAsync(
        IReadOnlyList<TenantCondition> conditions, IReadOnlyCollection<string> stacks, CancellationToken cancellationToken)
    {
        ILookup<string, GitHubIssue> known = (await issues.ListAsync(cancellationToken))
            .Select(issue => (Stack: TenantCondition.StackOf(issue.Text), Issue: issue))
            .Where(pair => pair.Stack is not null)
            .ToLookup(pair => pair.Stack!, pair => pair.Issue, StringComparer.Ordinal);
        foreach (TenantCondition condition in conditions)
            await KeepAsync(condition, [.. known[condition.Stack]], cancellationToken);
        IEnumerable<string> gone = known.Select(stack => stack.Key)
            .Where(stack => !stacks.Contains(stack) && conditions.All(condition => condition.Stack != stack));
        foreach (GitHubIssue issue in gone.SelectMany(stack => known[stack]).Where(issue => issue.IsOpen))
            await CloseAsync(issue, "Its stack file is gone.", done: false, cancellationToken);
    }

    private async Task KeepAsync(TenantCondition condition, IReadOnlyList<GitHubIssue> known, CancellationToken cancellationToken)
    {
        GitHubIssue? issue = known.FirstOrDefault(issue => issue.IsOpen) ?? (known is [.., GitHubIssue newest] ? newest : null);
        foreach (GitHubIssue second in known.Where(second => second.IsOpen && second != issue))
            await CloseAsync(second, string.Create(CultureInfo.InvariantCulture, $"The same as #{issue!.Number}."), done: false,
                cancellationToken);
        switch (condition.Need)
        {
            case TenantNeed.Somebody:
                await TellAsync(condition, issue, cancellationToken);
                break;
            case TenantNeed.None when issue is { IsOpen: true }:
                await CloseAsync(issue, "All of it is right again.", done: true, cancellationToken);
                break;
            case TenantNeed.Unknown:
                await output.WriteLineAsync($"{condition.Stack}: not everything was answered, so its issue is left as it is");
                break;
            default:
                break;
        }
    }

    private async Task TellAsync(TenantCondition condition, GitHubIssue? issue, CancellationToken cancellationToken)
    {
        if (issue is null)
        {
            int number = await issues.FileAsync(condition.Title, condition.Text, cancellationToken);
            await output.WriteLineAsync(Line(condition.Stack, number, "filed"));
            return;
        }
        bool same = issue.Text.TrimEnd() == condition.Text.TrimEnd();
        if (same && (issue.IsOpen || issue.IsNotPlanned))
        {
            await output.WriteLineAsync(Line(condition.Stack, issue.Number, issue.IsOpen ? "says so already" : "closed as not planned"));
            return;
        }
        await issues.ChangeAsync(issue.Number, condition.Title, condition.Text, cancellationToken);
        await output.WriteLineAsync(Line(condition.Stack, issue.Number, issue.IsOpen ? "changed" : "opened again"));
    }

    private async Task CloseAsync(GitHubIssue issue, string why, bool done, CancellationToken cancellationToken)
    {
        await issues.CloseAsync(issue.Number, why, done, cancellationToken);
        await output.WriteLineAsync(Line(TenantCondition.StackOf(issue.Text)!, issue.Number, $"closed: {why}"));
    }

    private static string Line(string stack, int issue, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{stack}: issue {issue}, {what}");
}
