namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>What an issue is to say.</summary>
/// <param name="Stack">The stack that it is about.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text, in Markdown.</param>
internal sealed record IssueText(string Stack, string Title, string Text);
