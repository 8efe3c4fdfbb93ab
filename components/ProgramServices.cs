using Microsoft.Graph;
using TenantOnboarding.Adoption;
using TenantOnboarding.Configuration;

namespace TenantOnboarding;

/// <summary>What the program takes from outside: a deployment uses the defaults, a rehearsal and tests give their own.</summary>
public sealed record ProgramServices
{
    /// <summary>The clock by which certificates and end dates are judged.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Takes each advisory: one line about something that works today and needs attention. Default: a warning of the deployment.</summary>
    public Action<string> Advise { get; init; } = advisory => Pulumi.Log.Warn(advisory);

    /// <summary>
    /// Connects to Microsoft Graph as the deployer, to read what the provider cannot: applications that are taken over, and the tenant's policy on certificates.
    /// </summary>
    public Func<StackConfiguration, Task<GraphServiceClient>> ConnectToGraph { get; init; } = stack => DeployerGraph.CreateAsync(stack, Environment.GetEnvironmentVariable);
}
