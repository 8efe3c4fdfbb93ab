namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>A comment of this program.</summary>
/// <param name="Id">Where the service finds it.</param>
/// <param name="Text">As it is now.</param>
internal sealed record OwnComment(string Id, string Text);
