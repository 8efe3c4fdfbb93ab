using SimulatedTenant;
using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>What a rehearsal on the Pulumi CLI keeps from the user's tenant, backend and login, and what it leaves behind.</summary>
public sealed class PulumiCliIsolationTests
{
    private const string Real = "of-a-real-tenant";

    private static readonly string[] UsersVariables =
    [
        "ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "ARM_CLIENT_CERTIFICATE_PATH", "ARM_USE_OIDC", "ARM_OIDC_TOKEN", "ARM_METADATA_HOSTNAME",
        "ARM_ENVIRONMENT", "AZURE_CONFIG_DIR", "AZURE_CLIENT_SECRET", "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "MSI_ENDPOINT",
        "IDENTITY_ENDPOINT", "PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL", "PULUMI_CONFIG", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE",
        "PULUMI_CREDENTIALS_PATH", "PULUMI_STACK", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ];

    [LinuxFact]
    public async Task Nothing_of_a_real_tenant_a_backend_or_a_login_reaches_a_run()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        using ScriptFolder scripts = new();
        CliEnvironment machine = scripts.Environment([.. UsersVariables.Select(name => (name, Real))]);
        using CliFolder folder = new(machine.PluginCache);

        Dictionary<string, string> environment = machine.ForRuns(folder, tenant);

        Assert.DoesNotContain(environment, variable => variable.Value.Contains(Real, StringComparison.Ordinal));
        Assert.Equal(tenant.Deployer.ClientId.ToString(), environment["ARM_CLIENT_ID"]);
        Assert.Equal($"localhost:{tenant.Url.Port}", environment["ARM_METADATA_HOSTNAME"]);
        Assert.Equal("false", environment["ARM_USE_OIDC"]);
        Assert.StartsWith("file:///", environment["PULUMI_BACKEND_URL"], StringComparison.Ordinal);
        Assert.Equal(folder.Home, environment["PULUMI_HOME"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(environment["SSL_CERT_DIR"]));
        Assert.Equal(tenant.CertificateAuthority.ExportCertificatePem() + "\n", await File.ReadAllTextAsync(environment["SSL_CERT_FILE"]));
    }

    [LinuxFact]
    public void The_build_and_the_download_keep_the_users_proxy_and_authorities()
    {
        using ScriptFolder scripts = new();
        CliEnvironment machine = scripts.Environment([.. UsersVariables.Select(name => (name, Real))]);
        using CliFolder folder = new(machine.PluginCache);

        Assert.Equal(
            ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "SSL_CERT_DIR", "SSL_CERT_FILE", "https_proxy"],
            machine.ForTools(folder).Where(variable => variable.Value == Real).Select(variable => variable.Key)
                .Order(StringComparer.Ordinal));
    }

    [LinuxFact]
    public void The_folder_goes_and_the_users_plugins_stay()
    {
        using ScriptFolder scripts = new();
        string home;
        string plugin = Path.Combine(scripts.PluginCache, "resource-azuread-v6.10.0", "pulumi-resource-azuread");
        using (CliFolder folder = new(scripts.PluginCache))
        {
            home = folder.Home;
            Directory.CreateDirectory(Path.Combine(home, "plugins", "resource-azuread-v6.10.0"));
            File.WriteAllText(Path.Combine(home, "plugins", "resource-azuread-v6.10.0", "pulumi-resource-azuread"), "plugin");
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(home)));
        Assert.Equal("plugin", File.ReadAllText(plugin));
    }

    [LinuxFact]
    public void Two_rehearsals_at_once_share_the_plugins_and_nothing_else()
    {
        using ScriptFolder scripts = new();
        using CliFolder one = new(scripts.PluginCache);
        using CliFolder other = new(scripts.PluginCache);

        Assert.NotEqual(one.State, other.State);
        Assert.NotEqual(one.Home, other.Home);
        Assert.NotEqual(one.Program, other.Program);
        Assert.NotEqual(one.Passphrase, other.Passphrase);
        Assert.NotEqual(one.MakeProject(), one.MakeProject());
        Assert.Equal(
            Directory.ResolveLinkTarget(Path.Combine(one.Home, "plugins"), true)!.FullName,
            Directory.ResolveLinkTarget(Path.Combine(other.Home, "plugins"), true)!.FullName);
    }

    [LinuxFact]
    public void The_project_has_the_users_settings_and_none_of_the_users_places_or_keys()
    {
        using ScriptFolder scripts = new();
        File.WriteAllText(
            Path.Combine(scripts.Path, "Pulumi.yaml"),
            "name: p\nruntime: dotnet\nmain: src\nbackend: { url: s3://state }\nconfig:\n  p:protect: { type: boolean, default: true }\n");
        Directory.CreateDirectory(Path.Combine(scripts.Path, "certificates"));
        File.WriteAllText(Path.Combine(scripts.Path, "certificates", "a.cer"), "");
        StackFile stack = StackFile.Parse(
            scripts.Path, "my stack", "Pulumi.my stack.yaml",
            "encryptionsalt: v1:users=:v1:users=\nconfig:\n  p:integrations: { a: { certificates: [ certificates/a.cer, missing.cer ] } }\n",
            File.ReadAllText(Path.Combine(scripts.Path, "Pulumi.yaml")));
        using CliFolder folder = new(scripts.PluginCache);

        PulumiProject project = new(folder.MakeProject(), stack, "/a folder/Infra.dll");
        string file = Path.Combine(project.Folder, "Pulumi.my-stack.yaml");
        File.WriteAllText(file, "encryptionsalt: v1:own=:v1:own=\n");
        project.KeepKey();
        project.Configure(stack, "localhost:8443");

        Assert.Equal("my-stack", project.StackName);
        Assert.Equal(
            $$$"""
            encryptionsalt: v1:own=:v1:own=
            config: {"p:integrations":{"a":{"certificates":["{{{scripts.Path}}}/certificates/a.cer","missing.cer"]}},"p:protect":true,"azuread:metadataHost":"localhost:8443"}

            """,
            File.ReadAllText(file));
        Assert.Equal(
            """
            name: p
            runtime:
              name: dotnet
              options:
                binary: /a folder/Infra.dll
            config:
              p:protect: {type: boolean, default: true}
            ...

            """,
            File.ReadAllText(Path.Combine(project.Folder, "Pulumi.yaml")).ReplaceLineEndings("\n"));
    }

    [LinuxFact]
    public async Task A_cancelled_command_is_gone_with_all_that_it_started()
    {
        using ScriptFolder scripts = new();
        string command = scripts.Write("command", "sleep 600 & echo $!; wait");
        using CancellationTokenSource cancellation = new();
        int child = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CliProcess.RunAsync(
            command, [], scripts.Path, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            line =>
            {
                child = int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
                cancellation.Cancel();
            },
            cancellation.Token));

        Assert.NotEqual(0, child);
        Assert.True(SpinWait.SpinUntil(() => IsGone(child), TimeSpan.FromSeconds(10)));
    }

    [LinuxFact]
    public async Task What_a_killed_command_left_behind_is_ended_with_the_folder()
    {
        using ScriptFolder scripts = new();
        await using TenantServer tenant = await TenantServer.StartAsync();
        CliEnvironment machine = scripts.Environment();
        string command = scripts.Write("command", "sleep 600 >/dev/null 2>&1 & echo $!; kill -9 $$");
        int child;
        using (CliFolder folder = new(machine.PluginCache))
        {
            Dictionary<string, string> environment = machine.ForRuns(folder, tenant);
            environment["PATH"] = "/usr/bin:/bin";
            CliResult result = await CliProcess.RunAsync(command, [], scripts.Path, environment, null, CancellationToken.None);
            child = int.Parse(result.Output, System.Globalization.CultureInfo.InvariantCulture);
            Assert.False(IsGone(child));
        }

        Assert.True(SpinWait.SpinUntil(() => IsGone(child), TimeSpan.FromSeconds(10)));
    }

    [LinuxFact]
    public async Task A_command_that_is_killed_is_said_to_be()
    {
        using ScriptFolder scripts = new();
        string command = scripts.Write("command", "echo half; kill -9 $$");

        CliResult result = await CliProcess.RunAsync(
            command, [], scripts.Path, new Dictionary<string, string>(), null, CancellationToken.None);

        Assert.False(result.Succeeded);
        Assert.Equal("was ended by signal 9", result.Ending);
        Assert.Equal("half\n", result.Output);
    }

    /// <summary>Whoever has to take note of its end may not have done so: then it is a zombie.</summary>
    private static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/status").Contains("\nState:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
