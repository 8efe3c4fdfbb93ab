using TenantOnboarding.Components.Identities;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>A resource or function that failed.</summary>
/// <param name="Type">The type token, or the function's token.</param>
/// <param name="Name">The resource's name; empty for a function.</param>
/// <param name="Message">The provider's words.</param>
public sealed record DeploymentFailure(string Type, string Name, string Message)
{
    /// <summary>True if the resource is protected, and the declaration asks for its end.</summary>
    public bool IsProtection { get; private init; }

    /// <summary>The refusal of Pulumi's engine to delete or replace a protected resource.</summary>
    internal static DeploymentFailure Protected(string type, string name, string done) =>
        new(type, name, $"cannot be {done} because it is protected") { IsProtection = true };

    /// <summary>The failure, and below it what to do where that is known.</summary>
    public IEnumerable<string> Lines()
    {
        yield return ToString();
        if (IsProtection)
            yield return $"  fix: set \"protect: false\" for the integration {Name.Split('/')[0]} that shall go, run pulumi up, then "
                + "remove or rename it";
        else if (Message.Contains("Authorization_RequestDenied", StringComparison.Ordinal) && Needs.RightFor(Type) is { } right)
            yield return $"  fix: give the deploying identity {right} (docs/identities.md)";
    }

    /// <summary>The failure in one line.</summary>
    public override string ToString() => Name.Length == 0
        ? $"{Type}: {Message}"
        : $"{Name} ({Type[(Type.LastIndexOf(':') + 1)..]}): {Message}";
}
