using System.Globalization;
using System.Text.Json.Nodes;
using TenantOnboarding.Fleet.Ci.Services;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>The issues of a repository that have a label.</summary>
/// <param name="api">The repository.</param>
/// <param name="label">The label; GitHub makes it with the first issue that has it.</param>
internal sealed class GitHubIssues(GitHubApi api, string label) : IIssues
{
    private const string Right = "issues: write";

    public StringComparer Names => StringComparer.Ordinal;

    /// <summary>All of them, closed ones too, that this program or somebody who may write filed; by number.</summary>
    public async Task<IReadOnlyList<OwnIssue>> ListAsync(CancellationToken cancellationToken) =>
    [
        // For GitHub, pull requests are issues too.
        .. (await api.ListAsync("issues", $"&state=all&labels={Uri.EscapeDataString(label)}", Right, cancellationToken))
            .Where(issue => !issue.ContainsKey("pull_request") && GitHubAuthor.IsTrusted(issue))
            .Select(Read)
            .DistinctBy(issue => issue.Number)
            .OrderBy(issue => issue.Number),
    ];

    public bool Says(OwnIssue issue, IssueText text) => issue.Text.TrimEnd() == text.Text.TrimEnd();

    public async Task<int> FileAsync(IssueText text, CancellationToken cancellationToken) => (int?)(await api.WriteAsync(
        HttpMethod.Post, "issues",
        new JsonObject { ["title"] = text.Title, ["body"] = text.Text, ["labels"] = new JsonArray(label) }, Right,
        cancellationToken))["number"] ?? 0;

    public Task ChangeAsync(OwnIssue issue, IssueText text, CancellationToken cancellationToken) => api.WriteAsync(
        HttpMethod.Patch, Path(issue.Number),
        new JsonObject { ["title"] = text.Title, ["body"] = text.Text, ["state"] = "open" }, Right, cancellationToken);

    public async Task CloseAsync(OwnIssue issue, string why, bool done, CancellationToken cancellationToken)
    {
        await api.WriteAsync(
            HttpMethod.Post, Path(issue.Number) + "/comments", new JsonObject { ["body"] = why }, Right, cancellationToken);
        await api.WriteAsync(HttpMethod.Patch, Path(issue.Number),
            new JsonObject { ["state"] = "closed", ["state_reason"] = done ? "completed" : "not_planned" }, Right, cancellationToken);
    }

    private static OwnIssue Read(JsonObject issue) => new(
        (int)issue["number"]!, null, (issue["body"]?.ToString() ?? "").ReplaceLineEndings("\n"), issue["state"]?.ToString() == "open",
        issue["state_reason"]?.ToString() == "not_planned");

    private static string Path(int number) => string.Create(CultureInfo.InvariantCulture, $"issues/{number}");
}
