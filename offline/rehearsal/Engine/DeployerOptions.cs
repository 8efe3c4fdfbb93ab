using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Keys;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>Where and how to deploy.</summary>
public sealed record DeployerOptions
{
    /// <summary>The tenant's address; metadata, sign-in and Graph answer there.</summary>
    public required Uri Tenant { get; init; }

    /// <summary>Makes the handler that trusts the tenant's certificate authority. Called once per deploy.</summary>
    public required Func<HttpMessageHandler> HandlerFactory { get; init; }

    /// <summary>Who deploys.</summary>
    public required DeployerIdentity Deployer { get; init; }

    /// <summary>True: nothing is written, new ids stay unknown.</summary>
    public bool Preview { get; init; }

    /// <summary>The provider's waits.</summary>
    public ProviderTiming Timing { get; init; } = new();

    /// <summary>Where simulated vaults put the private keys that they make.</summary>
    public PrivateKeys Keys { get; init; } = new();

    /// <summary>Hears of the deploy as it goes; null for none.</summary>
    public IDeploymentProgress? Progress { get; init; }
}
