using System.Globalization;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>A pull request on GitHub.</summary>
/// <param name="api">Its repository.</param>
/// <param name="repository">Owner and name.</param>
/// <param name="number">Its number.</param>
internal sealed class GitHubPullRequest(GitHubApi api, string repository, int number) : IPullRequest
{
    private const string Right = "pull-requests: write";

    public string Name => string.Create(CultureInfo.InvariantCulture, $"pull request {number} of {repository}");

    private string Comments => string.Create(CultureInfo.InvariantCulture, $"issues/{number}/comments");

    public async Task<OwnComment?> FindAsync(string marker, CancellationToken cancellationToken) =>
        (await api.ListAsync(Comments, "", Right, cancellationToken))
            .Where(GitHubAuthor.IsTrusted)
            .Select(comment => new OwnComment(comment["id"]!.ToString(), comment["body"]?.ToString() ?? ""))
            .LastOrDefault(comment => comment.Text.StartsWith(marker, StringComparison.Ordinal));

    public Task AddAsync(string text, CancellationToken cancellationToken) =>
        api.WriteAsync(HttpMethod.Post, Comments, new JsonObject { ["body"] = text }, Right, cancellationToken);

    public Task ChangeAsync(OwnComment comment, string text, CancellationToken cancellationToken) =>
        api.WriteAsync(HttpMethod.Patch, $"issues/comments/{comment.Id}", new JsonObject { ["body"] = text }, Right, cancellationToken);
}
