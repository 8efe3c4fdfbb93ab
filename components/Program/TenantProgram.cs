using System.Collections.Immutable;
using Microsoft.Graph;
using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Components.Adoption;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Components.Program;

/// <summary>
/// The program: reads the stack's configuration, reads what the tenant already holds, declares the integrations and returns the stack's
/// outputs. The same method runs under <c>pulumi up</c>, in a rehearsal and in tests.  </summary>
public static class TenantProgram
{
    /// <summary>The version of the outputs' shape; a change that a reader must know of raises it.</summary>
    public const int OutputsVersion = 1;

    private const int WithoutEngine = 2;

    /// <summary>Runs the program under Pulumi's engine.</summary>
    /// <param name="error">Where it is said that there is no engine.</param>
    /// <returns>The process's exit code: 0; 2 where no engine runs it; else the one with which Pulumi's SDK tells a failure.</returns>
    public static async Task<int> RunAsync(TextWriter error)
    {
        try
        {
            return await Deployment.RunAsync(() => DeclareAsync());
        }
        catch (InvalidOperationException exception)
        {
            // Thrown before anything runs, where no engine started the process. What fails later is told by the SDK itself.
            await error.WriteLineAsync(exception.Message);
            return WithoutEngine;
        }
    }

    /// <summary>Declares the stack.</summary>
    /// <param name="services">What comes from outside, or null for a deployment's own.</param>
    /// <returns>The stack's outputs.</returns>
    /// <exception cref="RunException">
    /// The configuration, or the tenant, does not allow the declaration: every reason. Nothing was declared.
    /// </exception>
    public static async Task<IDictionary<string, object?>> DeclareAsync(ProgramServices? services = null)
    {
        services ??= ProgramServices.OfDeployment;
        try
        {
            StackConfiguration stack = StackConfigurationReader.Read(
                StackSettings.Read(services.Environment), StackSettings.RootDirectory, services.Clock.GetUtcNow());
            foreach (string advisory in Advisories.For(stack, services.Clock.GetUtcNow()))
                services.Advise(advisory);
            return await DeclareAsync(stack, services);
        }
        catch (ConfigurationException exception)
        {
            // A RunException is what Pulumi prints as it is, without a stack trace.
            throw new RunException(exception.Message);
        }
    }

    private static async Task<IDictionary<string, object?>> DeclareAsync(StackConfiguration stack, ProgramServices services)
    {
        DeployingIdentity identity = new(services.Environment);
        if (services.NeedsCredential && identity.MissingCredential(stack) is { } missing)
            throw new ConfigurationException([missing]);
        Provider azuread = new("tenant", new ProviderArgs
        {
            TenantId = stack.TenantId,
            Environment = stack.Cloud.Key,
            MetadataHost = stack.MetadataHost!,
        });
        TenantLookups lookups = new(stack, identity);
        TenantInventory tenant = await TenantInventory.ReadAsync(stack, azuread, lookups);

        foreach (string advisory in await TenantPolicies.AdvisoriesAsync(stack, () => services.GraphOf(stack)))
            services.Advise(advisory);
        ImmutableDictionary<string, ExistingApplication> adopted = await AdoptAsync(stack, services, tenant, lookups);

        Dictionary<string, object?> integrations = [];
        IntegrationDeclaration declaration = new(stack, tenant, azuread);
        OutputsWriter writer = new(stack, tenant);
        foreach (IntegrationConfiguration configuration in stack.Integrations)
        {
            Integration integration = declaration.Declare(configuration, adopted.GetValueOrDefault(configuration.Name));
            integrations[configuration.Name] = writer.Write(configuration, integration);
        }

        return new Dictionary<string, object?>
        {
            ["schemaVersion"] = OutputsVersion,
            ["tenant"] = new Dictionary<string, object?> { ["id"] = stack.TenantId, ["domain"] = stack.Domain,
            ["environment"] = stack.Cloud.Key },
            ["integrations"] = integrations,
        };
    }

    /// <summary>Reads every application that is to be taken over and says how each differs from its declaration.</summary>
    private static async Task<ImmutableDictionary<string, ExistingApplication>> AdoptAsync(
        StackConfiguration stack, ProgramServices services, TenantInventory tenant, TenantLookups lookups)
    {
        ImmutableDictionary<string, ExistingApplication>.Builder adopted = ImmutableDictionary.CreateBuilder<string, ExistingApplication>();
        IntegrationConfiguration[] adopting = [.. stack.Integrations.Where(integration => integration.Adopt is not null)];
        if (adopting.Length == 0)
            return adopted.ToImmutable();

        using GraphServiceClient graph = await services.GraphOf(stack);
        ExistingApplicationReader reader = new(graph, stack, lookups);
        foreach (IntegrationConfiguration integration in adopting)
        {
            if (await reader.ReadAsync(integration) is not { } existing)
                continue;
            adopted[integration.Name] = existing;
            foreach (string line in AdoptionReport.Of(integration, existing, tenant))
                services.Advise(line);
        }
        lookups.ThrowIfRefused();
        return adopted.ToImmutable();
    }
}
