using System.Globalization;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>The issues of a repository that have a label.</summary>
/// <param name="api">The repository.</param>
/// <param name="label">The label; GitHub makes it with the first issue that has it.</param>
internal sealed class GitHubIssues(GitHubApi api, string label)
{
    private const string Right = "issues: write";

    /// <summary>All of them, closed ones too, that this program or somebody who may write filed; by number.</summary>
    /// <exception cref="ServiceException">GitHub does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<GitHubIssue>> ListAsync(CancellationToken cancellationToken) =>
    [
        // For GitHub, pull requests are issues too.
        .. (await api.ListAsync("issues", $"&state=all&labels={Uri.EscapeDataString(label)}", Right, cancellationToken))
            .Where(issue => !issue.ContainsKey("pull_request") && GitHubAuthor.IsTrusted(issue))
            .Select(GitHubIssue.Read)
            .DistinctBy(issue => issue.Number)
            .OrderBy(issue => issue.Number),
    ];

    /// <summary>Files one.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="ServiceException">GitHub does not answer, or refuses.</exception>
    public async Task<int> FileAsync(string title, string text, CancellationToken cancellationToken) => (int?)(await api.WriteAsync(
        HttpMethod.Post, "issues", new JsonObject { ["title"] = title, ["body"] = text, ["labels"] = new JsonArray(label) }, Right,
        cancellationToken))["number"] ?? 0;

    /// <summary>Gives one another text; opens it again where it is closed.</summary>
    /// <exception cref="ServiceException">GitHub does not answer, or refuses.</exception>
    public Task ChangeAsync(int number, string title, string text, CancellationToken cancellationToken) => api.WriteAsync(
        HttpMethod.Patch, Path(number), new JsonObject { ["title"] = title, ["body"] = text, ["state"] = "open" }, Right,
        cancellationToken);

    /// <summary>Closes one, with a comment that says why.</summary>
    /// <exception cref="ServiceException">GitHub does not answer, or refuses.</exception>
    public async Task CloseAsync(int number, string why, bool done, CancellationToken cancellationToken)
    {
        await api.WriteAsync(HttpMethod.Post, Path(number) + "/comments", new JsonObject { ["body"] = why }, Right, cancellationToken);
        await api.WriteAsync(HttpMethod.Patch, Path(number),
            new JsonObject { ["state"] = "closed", ["state_reason"] = done ? "completed" : "not_planned" }, Right, cancellationToken);
    }

    private static string Path(int number) => string.Create(CultureInfo.InvariantCulture, $"issues/{number}");
}
