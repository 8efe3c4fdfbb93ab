using System.Text.Json.Nodes;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>Who wrote something on GitHub.</summary>
internal static class GitHubAuthor
{
    private static readonly string[] MayWrite = ["OWNER", "MEMBER", "COLLABORATOR"];

    /// <summary>
    /// Whether a comment or an issue may be this program's own: an application's, or by somebody who may write. Anybody can copy a marker
    /// into a comment, which then must not take the place of the program's.
    /// </summary>
    public static bool IsTrusted(JsonObject item) => item["user"]?["type"]?.ToString() == "Bot"
        || MayWrite.Contains(item["author_association"]?.ToString(), StringComparer.Ordinal);
}
