using System.Collections.Frozen;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Deploy.Azure;
using TenantOnboarding.Rehearsal.Deploy.Functions;
using TenantOnboarding.Rehearsal.Deploy.Resources;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>Every resource type and function that the built-in engine can deploy and answer.</summary>
internal sealed class Handlers(GraphClient graph, DeployerOptions options)
{
    private readonly FrozenDictionary<string, IResourceHandler> _resources = new IResourceHandler[]
    {
        new ApplicationApiAccess(graph),
        new ApplicationCertificate(graph),
        new ApplicationFederatedIdentityCredential(graph),
        new ApplicationOwner(graph),
        new ApplicationRedirectUris(graph),
        new ApplicationRegistration(graph),
        new AppRoleAssignment(graph),
        new DirectoryRole(graph),
        new DirectoryRoleAssignment(graph),
        new ServicePrincipal(graph),
        new ServicePrincipalDelegatedPermissionGrant(graph),
        new SimulatedAssignment(),
        new SimulatedCertificate(options.Keys, options.Timing.Clock),
        new SimulatedKeyVault(),
        new SimulatedRandomString(),
        new SimulatedResourceGroup(),
    }.ToFrozenDictionary(handler => handler.Type, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, IFunctionHandler> _functions = new IFunctionHandler[]
    {
        new GetClientConfig(graph, options.Deployer),
        new GetDirectoryRoleTemplates(graph),
        new GetGroup(graph),
        new GetServicePrincipal(graph),
    }.ToFrozenDictionary(handler => handler.Token, StringComparer.Ordinal);

    /// <summary>The resource types, in order, as a person reads them.</summary>
    public string Resources => string.Join(", ", _resources.Keys.Order(StringComparer.Ordinal));

    /// <summary>The functions, in order, as a person reads them.</summary>
    public string Functions => string.Join(", ", _functions.Keys.Order(StringComparer.Ordinal));

    /// <summary>The handler of a resource type, or null.</summary>
    public IResourceHandler? FindResource(string type) => _resources.GetValueOrDefault(type);

    /// <summary>The handler of a function, or null.</summary>
    public IFunctionHandler? FindFunction(string token) => _functions.GetValueOrDefault(token);
}
