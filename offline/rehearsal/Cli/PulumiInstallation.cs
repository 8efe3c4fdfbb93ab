using SimulatedTenant;
using Spectre.Console;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Keys;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Rehearsal.Terminal;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>
/// Rehearsals on the user's Pulumi CLI: looks whether everything is at hand, before anything starts, and makes the engines.
/// </summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml and Infra.csproj.</param>
/// <param name="machine">The user's environment.</param>
/// <param name="console">Where it says what runs.</param>
internal sealed class PulumiInstallation(string rootDirectory, CliEnvironment machine, IAnsiConsole console) : IEngineSource
{
    private const string Provider = "azuread";
    private const string ProviderPackage = "Pulumi.AzureAD";
    private const string SdkPackage = "Pulumi";

    private CliFolder? _folder;
    private bool _prepared;

    /// <summary>The CLI. Known once it is prepared.</summary>
    public PulumiCli Cli { get; private set; } = null!;

    /// <summary>The built program. Known once it is prepared.</summary>
    public ProgramBuild Program { get; private set; } = null!;

    public async Task PrepareAsync(IReadOnlyList<StackFile> stacks, CancellationToken cancellationToken)
    {
        RefuseKeyVaults(stacks);
        if (_prepared)
            return;
        if (!OperatingSystem.IsLinux())
        {
            throw new StackFileException(
                "--engine pulumi: this machine does not run Linux; expected Linux, a container, WSL or the pull request's workflow: "
                + "elsewhere the provider trusts the system's authorities only, and the simulated tenant's is none of them; "
                + "leave --engine out to rehearse on the built-in engine");
        }

        _folder ??= MakeFolder();
        Dictionary<string, string> environment = machine.ForTools(_folder);
        Cli = await PulumiCli.FindAsync(machine, Path.Combine(rootDirectory, StackFile.ProjectFile), environment, cancellationToken);
        Program = await ProgramBuild.MakeAsync(rootDirectory, _folder, environment, machine.Find("dotnet"), cancellationToken);
        string provider = Program.Packages[ProviderPackage];
        await Cli.InstallAsync(Provider, provider, _folder.Home, environment, cancellationToken);
        console.MarkupLine(
            $"Engine: pulumi {Cli.Version} [grey]({Markup.Escape(RehearsalPage.Shown(Cli.Executable))})[/], "
            + $"provider {Provider} {Markup.Escape(provider)}, SDK {Markup.Escape(Program.Packages[SdkPackage])}; "
            + "its state is temporary, and your backend, stacks and logins are left alone");
        _prepared = true;
    }

    public IStackEngine Create(TenantServer tenant, PrivateKeys keys) => new PulumiEngine(this, tenant);

    /// <summary>A new folder for a project.</summary>
    public string MakeProjectFolder() => _folder!.MakeProject();

    /// <summary>The environment of a run against a tenant.</summary>
    public Dictionary<string, string> EnvironmentFor(TenantServer tenant) => machine.ForRuns(_folder!, tenant);

    public ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void RefuseKeyVaults(IEnumerable<StackFile> stacks)
    {
        string[] errors =
        [
            .. from stack in stacks
               from name in stack.KeyVaultIntegrations()
               select $"--engine pulumi: {stack.Source}: the integration {name} has its certificate in a key vault; "
                   + "expected certificate files: the vault needs the azure provider, whose service the simulated tenant does not have; "
                   + "leave --engine out: the built-in engine plays the vault",
        ];
        if (errors.Length > 0)
            throw new StackFileException([.. errors.Distinct(StringComparer.Ordinal)]);
    }

    private CliFolder MakeFolder()
    {
        try
        {
            return new CliFolder(machine.PluginCache);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = exception.Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new StackFileException(
                $"--engine pulumi: the plugin cache {machine.PluginCache} or a temporary folder cannot be made ({reason}); "
                + "expected folders that can be written; give PULUMI_HOME or TMPDIR such a folder");
        }
    }
}
