using System.Globalization;
using TenantOnboarding.Fleet.Ci.Services;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>
/// Keeps one issue for each tenant that needs somebody, from the first run that finds it wrong to the first that finds it right.
/// </summary>
/// <param name="issues">The issues.</param>
/// <param name="output">Hears of each that is touched, a line each.</param>
internal sealed class IssueBook(IIssues issues, TextWriter output)
{
    /// <summary>Brings the issues to what is now so.</summary>
    /// <param name="conditions">The stacks that this run was about.</param>
    /// <param name="stacks">Every stack that there is: issues of others are closed.</param>
    /// <param name="cancellationToken">Ends it between two stacks; the next run goes on.</param>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    public async Task KeepAsync(
        IReadOnlyList<TenantCondition> conditions, IReadOnlyCollection<string> stacks, CancellationToken cancellationToken)
    {
        ILookup<string, OwnIssue> known = (await issues.ListAsync(cancellationToken))
            .Select(issue => issue with { Stack = issue.Stack ?? TenantCondition.StackOf(issue.Text) })
            .Where(issue => issue.Stack is not null && StackNames.IsSafe(issue.Stack))
            .ToLookup(issue => issue.Stack!, issues.Names);
        foreach (TenantCondition condition in conditions)
            await KeepAsync(condition, [.. known[condition.Stack]], cancellationToken);
        IEnumerable<string> gone = known.Select(stack => stack.Key)
            .Except([.. stacks, .. conditions.Select(condition => condition.Stack)], issues.Names);
        foreach (OwnIssue issue in gone.SelectMany(stack => known[stack]).Where(issue => issue.IsOpen))
            await CloseAsync(issue, "Its stack file is gone.", done: false, cancellationToken);
    }

    private async Task KeepAsync(TenantCondition condition, IReadOnlyList<OwnIssue> known, CancellationToken cancellationToken)
    {
        OwnIssue? issue = known.FirstOrDefault(issue => issue.IsOpen) ?? (known is [.., OwnIssue newest] ? newest : null);
        foreach (OwnIssue second in known.Where(second => second.IsOpen && second != issue))
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

    private async Task TellAsync(TenantCondition condition, OwnIssue? issue, CancellationToken cancellationToken)
    {
        IssueText text = new(condition.Stack, condition.Title, condition.Text);
        if (issue is null)
        {
            int number = await issues.FileAsync(text, cancellationToken);
            await output.WriteLineAsync(Line(condition.Stack, number, "filed"));
            return;
        }
        bool same = issues.Says(issue, text);
        if (same && (issue.IsOpen || issue.IsNotPlanned))
        {
            await output.WriteLineAsync(Line(condition.Stack, issue.Number, issue.IsOpen ? "says so already" : "closed as not planned"));
            return;
        }
        await issues.ChangeAsync(issue, text, cancellationToken);
        await output.WriteLineAsync(Line(condition.Stack, issue.Number, issue.IsOpen ? "changed" : "opened again"));
    }

    private async Task CloseAsync(OwnIssue issue, string why, bool done, CancellationToken cancellationToken)
    {
        await issues.CloseAsync(issue, why, done, cancellationToken);
        await output.WriteLineAsync(Line(issue.Stack!, issue.Number, $"closed: {why}"));
    }

    private static string Line(string stack, int issue, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{stack}: issue {issue}, {what}");
}
