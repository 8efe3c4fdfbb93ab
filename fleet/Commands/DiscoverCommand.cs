using System.CommandLine;
using Microsoft.Graph;
using Spectre.Console;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Tenant;
using TenantOnboarding.Fleet.Drafts;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Finds what somebody made by hand in tenants, and writes the stack files that take it over.</summary>
internal sealed class DiscoverCommand : Command
{
    private readonly Option<string[]> _tenants = new("--tenant")
    {
        Description = "A tenant's id or one of its domains; several where there are several. ARM_TENANT_ID unless given.",
        HelpName = "TENANT",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _list = new("--tenants") { Description = "A file with a tenant on each line.", HelpName = "FILE" };

    private readonly Option<string> _environment = new("--environment")
    {
        Description = "The cloud that holds them, as the azuread provider calls it. ARM_ENVIRONMENT unless given.",
        HelpName = "CLOUD",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ARM_ENVIRONMENT") is { Length: > 0 } cloud
            ? Cloud.Known.FirstOrDefault(known => known.ProviderAlias == cloud)?.Key ?? cloud : Cloud.Public.Key,
    };

    private readonly Option<bool> _write = new("--write")
    {
        Description = "Write Pulumi.<stack>.yaml and the certificates that it names, for each tenant. Never overwrites a stack file.",
    };

    private readonly Option<string?> _stack = new("--stack")
    {
        Description = "The stack's name, where there is one tenant; from the tenant's domain unless given.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write what was found as JSON, too, for the next system.",
        HelpName = "FILE",
    };

    public DiscoverCommand() : base("discover",
        "Finds the applications that somebody made by hand for products which archive or automate mail, says what is wrong with them, and "
        + "writes stack files that take them over as they are. Reads only. Signs in as the azuread provider does: ARM_… or az login.")
    {
        _environment.AcceptOnlyFromAmong([.. Cloud.Known.Select(cloud => cloud.Key)]);
        foreach (Option option in (Option[])[_tenants, _list, _environment, _write, _stack, _json])
            Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        string[] tenants = Tenants(result);
        if (result.GetValue(_stack) is not null && tenants.Length > 1)
            throw new StackFileException($"--stack: a name for one tenant, and there are {tenants.Length}; leave it out: each stack is "
                + "named after its tenant's domain");
        Cloud cloud = Cloud.Known.First(known => known.Key == result.GetRequiredValue(_environment));
        string? metadataHost = Environment.GetEnvironmentVariable("ARM_METADATA_HOSTNAME") is { Length: > 0 } host ? host : null;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DiscoveryJson json = new(now);
        TenantDiscovery discovery = new(FleetCommand.TerminalConsole(), now, cloud)
        {
            Json = json,
            Folder = result.GetValue(_write) ? new DraftFolder(StackOptions.FindRoot()) : null,
            Stack = result.GetValue(_stack),
        };
        bool failed = false;
        foreach (string tenant in tenants)
        {
            failed |= !await discovery.RunAsync(tenant, () =>
                DeployerGraph.CreateAsync(tenant, cloud, metadataHost, Environment.GetEnvironmentVariable), cancellationToken);
        }
        JsonFile.Write(result.GetValue(_json), json.Render());
        return failed ? FleetExitCode.NotRead : FleetExitCode.Ready;
    }

    private string[] Tenants(ParseResult result)
    {
        List<string> tenants = [.. result.GetRequiredValue(_tenants)];
        if (result.GetValue(_list) is { } file)
        {
            try
            {
                tenants.AddRange(File.ReadAllLines(file).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new StackFileException($"--tenants: {file} cannot be read ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')})"
                    + "; expected a text file with a tenant's id or domain on each line");
            }
        }
        if (tenants.Count == 0 && Environment.GetEnvironmentVariable("ARM_TENANT_ID") is { Length: > 0 } own)
            tenants.Add(own);
        return tenants.Count > 0
            ? [.. tenants.Distinct(StringComparer.OrdinalIgnoreCase)]
            : throw new StackFileException("--tenant: no tenant is named; expected a tenant's id or domain, for example "
                + "--tenant contoso.onmicrosoft.com, or a file of them with --tenants");
    }
}
