using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Components;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Identities;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Bootstrap;

/// <summary>
/// The program: reads its settings and the file of the stack that it serves, and declares one identity for previews, one for
/// deployments and one for verifications.
/// </summary>
public static class BootstrapProgram
{
    /// <summary>Declares them.</summary>
    /// <returns>By the name of the CI's variable its value: the tenant's id and the identities' client ids.</returns>
    /// <exception cref="RunException">The settings or the file hold mistakes: all of them. Nothing was declared.</exception>
    public static IDictionary<string, object?> Declare()
    {
        string stack = Deployment.Instance.StackName;
        List<ConfigurationError> errors = [];
        BootstrapSettings? settings = BootstrapSettings.Read(StackSettings.Read(_ => null), stack, errors);
        ServedStack? served = ServedStack.Read(Path.Combine(StackSettings.RootDirectory, "..", $"Pulumi.{stack}.yaml"), errors);
        if (settings is null || served is null)
        {
            // A RunException is what Pulumi prints as it is, without a stack trace.
            throw new RunException(new ConfigurationException(errors).Message);
        }
        if (served.HasKeyVault)
            Log.Warn("certificate.keyVault takes rights on Azure too, which this program does not give: docs/identities.md names them.");
        return Declare(stack, settings, served);
    }

    private static Dictionary<string, object?> Declare(string stack, BootstrapSettings settings, ServedStack served)
    {
        Provider azuread = new("tenant", Tenant(served));
        Output<string> graph = GetServicePrincipal
            .Invoke(new GetServicePrincipalInvokeArgs { ClientId = Api.MicrosoftGraph.ClientId }, new InvokeOptions { Provider = azuread })
            .Apply(principal => principal.ObjectId);
        Dictionary<string, object?> outputs = new() { ["TENANT_ID"] = served.TenantId };
        foreach (Role role in Enum.GetValues<Role>())
        {
            string name = role.ToString().ToLowerInvariant();
            WorkloadIdentity identity = new(
                name,
                new WorkloadIdentityArgs
                {
                    DisplayName = $"tenant-onboarding {stack} {name}",
                    Issuer = settings.Issuer,
                    Subject = settings.Subjects[role],
                    Audience = settings.Audience,
                    Rights = new ApiPermissionsArgs
                    {
                        Api = Api.MicrosoftGraph,
                        ServicePrincipalObjectId = graph,
                        Permissions = Needs.For(role, NeedsOf(role, settings, served)),
                    },
                },
                new ComponentResourceOptions { Provider = azuread });
            outputs[$"{name.ToUpperInvariant()}_CLIENT_ID"] = identity.ClientId;
        }
        return outputs;
    }

    /// <summary>The tenant and the cloud that the served stack's file names.</summary>
    private static ProviderArgs Tenant(ServedStack served)
    {
        ProviderArgs args = new() { TenantId = served.TenantId, Environment = served.Environment ?? "public" };
        if (served.MetadataHost is { } host)
            args.MetadataHost = host;
        return args;
    }

    /// <summary>The search for drift is the only one of the workflows that refreshes, and it signs in as the previewing identity.</summary>
    private static IEnumerable<Need> NeedsOf(Role role, BootstrapSettings settings, ServedStack served) =>
    [
        .. served.Needs,
        .. settings.Drift && role == Role.Preview ? [Needs.Refresh] : Array.Empty<Need>(),
        .. settings.PolicyWarning ? [Needs.PolicyWarning] : Array.Empty<Need>(),
    ];
}
