using Microsoft.Graph;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Components.Program;

/// <summary>
/// What the program takes from outside. A rehearsal and tests give their own; <see cref="OfDeployment"/> is what <c>pulumi up</c> uses.
/// </summary>
public sealed record ProgramServices
{
    /// <summary>The clock by which certificates and end dates are judged.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Takes each advisory: one line about something that works today and needs attention. Default: a warning of the deployment.
    /// </summary>
    public Action<string> Advise { get; init; } = advisory => Pulumi.Log.Warn(advisory);

    /// <summary>
    /// Reads an environment variable: the azuread provider's own (<c>ARM_…</c>), which name the identity that deploys and may name the
    /// cloud. Default: none is set, so that a rehearsal takes nothing from the machine that it runs on.  </summary>
    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>True where a deployment without anything to sign in with is refused before the provider is asked.</summary>
    public bool NeedsCredential { get; init; }

    /// <summary>
    /// Connects to Microsoft Graph as the deployer, to read what the provider cannot: applications that are taken over, and the
    /// tenant's policy on certificates. Null, the default: with the credential that <see cref="Environment"/> names.  </summary>
    public Func<StackConfiguration, Task<GraphServiceClient>>? ConnectToGraph { get; init; }

    /// <summary>The services of a deployment: this machine's clock and environment.</summary>
    public static ProgramServices OfDeployment { get; } = new()
    {
        Environment = System.Environment.GetEnvironmentVariable,
        NeedsCredential = true,
    };

    internal Task<GraphServiceClient> GraphOf(StackConfiguration stack) =>
        ConnectToGraph is { } connect
            ? connect(stack)
            : DeployerGraph.CreateAsync(stack.TenantId, stack.Cloud, stack.MetadataHost, Environment);
}
