using System.CommandLine;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>The organization of Pulumi Cloud that owns the stacks.</summary>
internal static class OrganizationOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string?> Create() => new("--organization")
    {
        Description = "The organization of Pulumi Cloud that owns the stacks; the CLI's own unless given, or where it is empty.",
        HelpName = "NAME",
    };
}
