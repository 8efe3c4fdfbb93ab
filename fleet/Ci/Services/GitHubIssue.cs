using System.Text.Json.Nodes;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>An issue on GitHub.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsOpen">Whether it is open.</param>
/// <param name="IsNotPlanned">Whether somebody closed it as not planned.</param>
internal sealed record GitHubIssue(int Number, string Title, string Text, bool IsOpen, bool IsNotPlanned)
{
    /// <summary>Reads it.</summary>
    public static GitHubIssue Read(JsonObject issue) => new(
        (int)issue["number"]!, issue["title"]?.ToString() ?? "", (issue["body"]?.ToString() ?? "").ReplaceLineEndings("\n"),
        issue["state"]?.ToString() == "open", issue["state_reason"]?.ToString() == "not_planned");
}
