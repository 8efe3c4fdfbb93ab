using System.Collections;
using SimulatedTenant;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>
/// The environments of what a rehearsal starts: the user's own, without everything that names a tenant, an identity, a backend or a login.
/// </summary>
/// <param name="machine">The user's variables.</param>
internal sealed class CliEnvironment(IReadOnlyDictionary<string, string> machine)
{
    /// <summary>How the variables begin by which AzureCLI@2 names the connection that it has signed in with.</summary>
    private const string ServiceConnection = "AZURESUBSCRIPTION_";

    /// <summary>
    /// Prefixes of what leads to a real tenant or a real backend. <c>ACTIONS_ID_TOKEN_</c> is GitHub's offer of an identity token,
    /// <c>SYSTEM_</c> with an end that of Azure Pipelines, <c>MSI_</c> and <c>IDENTITY_</c> a machine's managed identity. <c>MSBUILD</c> is
    /// what the build of the rehearsal itself left behind.
    /// </summary>
    private static readonly string[] Withheld =
    [
        "ARM_", "AZURE_", "PULUMI_", "AAD_", "ACTIONS_ID_TOKEN_", "MSI_", "IDENTITY_", "MSBUILD", ServiceConnection,
        "SYSTEM_ACCESSTOKEN", "SYSTEM_OIDCREQUESTURI",
    ];

    /// <summary>Where requests of a run would be sent in place of the simulated tenant.</summary>
    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

    /// <summary>The environment of this process.</summary>
    public static CliEnvironment OfThisProcess() => new(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal));

    /// <summary>The plugin cache that the user's own <c>pulumi</c> uses.</summary>
    public string PluginCache =>
        Path.Combine(machine.GetValueOrDefault("PULUMI_HOME") is { Length: > 0 } home ? Path.GetFullPath(home) : DefaultHome, "plugins");

    /// <summary>The full path of a program on the user's PATH, or null.</summary>
    public string? Find(string program) => machine.GetValueOrDefault("PATH", "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.GetFullPath(Path.Combine(folder, program)))
        .FirstOrDefault(File.Exists);

    /// <summary>
    /// The user's environment as it is, for the user's own stacks: identities, backend and logins hold. The service connection of a task of
    /// Azure Pipelines is told to the provider, unless the user names an identity.
    /// </summary>
    public Dictionary<string, string> ForOwnStacks()
    {
        Dictionary<string, string> environment = machine.ToDictionary(StringComparer.Ordinal);
        if (!machine.ContainsKey("ARM_CLIENT_ID")
            && machine.GetValueOrDefault(ServiceConnection + "SERVICE_CONNECTION_ID") is { Length: > 0 } id)
        {
            environment["ARM_USE_OIDC"] = "true";
            environment["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"] = id;
            environment["ARM_CLIENT_ID"] = machine.GetValueOrDefault(ServiceConnection + "CLIENT_ID", "");
            environment["ARM_TENANT_ID"] = machine.GetValueOrDefault(ServiceConnection + "TENANT_ID", "");
        }
        environment["PULUMI_SKIP_UPDATE_CHECK"] = "true";
        environment["PULUMI_ENABLE_STREAMING_JSON_PREVIEW"] = "true";
        return environment;
    }

    /// <summary>
    /// For what touches no tenant: the build of the program, and the CLI where it only looks at plugins. The user's proxies and authorities
    /// hold.
    /// </summary>
    public Dictionary<string, string> ForTools(CliFolder folder)
    {
        Dictionary<string, string> environment = machine
            .Where(variable => !Withheld.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(StringComparer.Ordinal);
        environment["PULUMI_HOME"] = folder.Home;
        environment["PULUMI_BACKEND_URL"] = new Uri(folder.State).AbsoluteUri;
        environment["PULUMI_SKIP_UPDATE_CHECK"] = "true";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return environment;
    }

    /// <summary>For a run against a simulated tenant. Nobody but that tenant is trusted, and nothing is downloaded.</summary>
    public Dictionary<string, string> ForRuns(CliFolder folder, TenantServer tenant)
    {
        Dictionary<string, string> environment = ForTools(folder);
        foreach (string name in environment.Keys.Where(name => Proxies.Contains(name, StringComparer.OrdinalIgnoreCase)).ToArray())
            environment.Remove(name);
        environment["PULUMI_CONFIG_PASSPHRASE"] = folder.Passphrase;
        environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true";
        environment["PULUMI_ENABLE_STREAMING_JSON_PREVIEW"] = "true";
        environment[CliFolder.AuthorityVariable] = folder.TrustOnly(tenant.CertificateAuthority);
        environment["SSL_CERT_DIR"] = folder.NoAuthorities;
        environment["ARM_METADATA_HOSTNAME"] = MetadataHost(tenant);
        environment["ARM_TENANT_ID"] = tenant.Deployer.TenantId.ToString();
        environment["ARM_CLIENT_ID"] = tenant.Deployer.ClientId.ToString();
        environment["ARM_CLIENT_SECRET"] = tenant.Deployer.ClientSecret;
        environment["ARM_USE_CLI"] = "false";
        environment["ARM_USE_MSI"] = "false";
        environment["ARM_USE_OIDC"] = "false";
        environment["ARM_USE_AKS_WORKLOAD_IDENTITY"] = "false";
        return environment;
    }

    /// <summary>The tenant as the setting <c>azuread:metadataHost</c> names it.</summary>
    public static string MetadataHost(TenantServer tenant) => tenant.Url.Authority;

    private string DefaultHome => Path.Combine(
        machine.GetValueOrDefault("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        ".pulumi");
}
