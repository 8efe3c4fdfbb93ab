using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Ci.Services;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>The work of <see cref="CiCommentCommand"/>.</summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="output">Standard output.</param>
/// <param name="handler">Makes what sends requests.</param>
/// <param name="clock">The clock of waits.</param>
internal sealed class CiComment(
    Func<string, string?> environment, TextWriter output, Func<HttpMessageHandler> handler, TimeProvider clock)
{
    /// <summary>Comments; always writes all of it into the run's summary, where there is one.</summary>
    /// <param name="stories">The stacks.</param>
    /// <param name="number">The pull request's number; null: the event's.</param>
    /// <param name="dryRun">Whether the comment is only printed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="StackFileException">A setting cannot be used.</exception>
    /// <exception cref="ServiceException">The service does not answer, or refuses.</exception>
    public async Task<int> RunAsync(
        IReadOnlyList<StackStory> stories, int? number, bool dryRun, CancellationToken cancellationToken)
    {
        PullRequestText text = new(stories, WorkflowRun.Address(environment));
        if (dryRun)
        {
            await output.WriteAsync(text.Render());
            return FleetExitCode.Ready;
        }
        StepSummary summary = new(environment, output);
        summary.Append(text.Render(int.MaxValue));
        bool azure = AzureTarget.IsHere(environment);
        GitHubEvent started = azure ? new(null, AzureTarget.IsFork(environment)) : GitHubEvent.Read(environment);
        if (started.IsFork)
        {
            await output.WriteLineAsync("no comment: the pull request comes from a fork, whose token may only read; "
                + (summary.IsOffered ? "what it would say stands in the summary of this run" : "what it would say follows"));
            if (!summary.IsOffered)
                await output.WriteAsync(text.Render());
            return FleetExitCode.Ready;
        }
        await output.WriteLineAsync(azure
            ? await OnAzureAsync(text, number, stories.Count > 0, cancellationToken)
            : await OnGitHubAsync(text, number ?? started.PullRequest, stories.Count > 0, cancellationToken));
        return FleetExitCode.Ready;
    }

    private async Task<string> OnGitHubAsync(PullRequestText text, int? number, bool worthBeginning, CancellationToken cancellationToken)
    {
        GitHubTarget target = GitHubTarget.Read(environment);
        int pullRequest = number ?? throw WithoutNumber("GITHUB_EVENT_PATH");
        using GitHubApi api = new(target, handler(), clock);
        return await new PullRequestComment(new GitHubPullRequest(api, target.Repository, pullRequest))
            .WriteAsync(text.Render(), worthBeginning, cancellationToken);
    }

    private async Task<string> OnAzureAsync(PullRequestText text, int? number, bool worthBeginning, CancellationToken cancellationToken)
    {
        AzureTarget target = AzureTarget.Read(environment);
        int pullRequest = number ?? target.PullRequest ?? throw WithoutNumber("SYSTEM_PULLREQUEST_PULLREQUESTID");
        using AzurePullRequest thread = new(target, pullRequest, handler(), clock);
        return await new PullRequestComment(thread).WriteAsync(text.Render(), worthBeginning, cancellationToken);
    }

    private static StackFileException WithoutNumber(string variable) => new("--pull-request: is not given, and no pull request started "
        + $"this ({variable}); expected its number; give it, or use --dry-run");
}
