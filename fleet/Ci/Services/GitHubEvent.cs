using System.Text.Json;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>What started a workflow of GitHub, from the file that GITHUB_EVENT_PATH names.</summary>
/// <param name="PullRequest">The number of the pull request; null where none started it.</param>
/// <param name="IsFork">Whether the pull request comes from another repository: then the workflow's token may only read.</param>
internal sealed record GitHubEvent(int? PullRequest, bool IsFork)
{
    private const string Variable = "GITHUB_EVENT_PATH";

    /// <summary>Reads it; an event without a pull request where there is no file.</summary>
    /// <exception cref="StackFileException">The file cannot be read.</exception>
    public static GitHubEvent Read(Func<string, string?> environment)
    {
        if (environment(Variable) is not { Length: > 0 } file)
            return new(null, IsFork: false);
        try
        {
            JsonObject? request = JsonNode.Parse(File.ReadAllText(file))?["pull_request"] as JsonObject;
            // A fork that is gone has no repository any more.
            return new((int?)request?["number"], request is not null && Repository(request, "head") is var head
                && (head is null || !string.Equals(head, Repository(request, "base"), StringComparison.OrdinalIgnoreCase)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or FormatException)
        {
            throw new StackFileException($"{Variable}: {file} cannot be read ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); "
                + "expected the event of a workflow as JSON; remove the variable and give --pull-request");
        }
    }

    private static string? Repository(JsonObject request, string side) => request[side]?["repo"]?["full_name"]?.ToString();
}
