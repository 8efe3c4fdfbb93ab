namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>A resource or function that failed.</summary>
/// <param name="Type">The type token, or the function's token.</param>
/// <param name="Name">The resource's name; empty for a function.</param>
/// <param name="Message">The provider's words.</param>
public sealed record DeploymentFailure(string Type, string Name, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Name.Length == 0
        ? $"{Type}: {Message}"
        : $"{Name} ({Type[(Type.LastIndexOf(':') + 1)..]}): {Message}";
}
