namespace TenantOnboarding.Components.Identities;

/// <summary>Something that a stack has or a command does, and the application permissions of Microsoft Graph that it takes.</summary>
/// <param name="Where">What it is, in the words of docs/identities.md.</param>
/// <param name="Preview">What previewing takes.</param>
/// <param name="Deploy">What deploying takes.</param>
/// <param name="Verify">What verifying takes.</param>
internal sealed record Need(string Where, string[] Preview, string[] Deploy, string[] Verify)
{
    /// <summary>What an identity takes for it.</summary>
    public IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.Preview => Preview,
        Role.Deploy => Deploy,
        _ => Verify,
    };
}
