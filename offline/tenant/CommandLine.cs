using System.CommandLine;
using SimulatedTenant.Options;

namespace SimulatedTenant;

/// <summary>The tenant as a program of its own.</summary>
internal static class CommandLine
{
    /// <returns>0 after it was stopped; 2 when an option is wrong or a port is taken; 1 when the command line does not parse.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? errors = null, CancellationToken stop = default)
    {
        output ??= Console.Out;
        errors ??= Console.Error;
        Option<int> port = new("--port") { Description = "HTTPS port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 8443 };
        Option<int> imapPort = new("--imap-port")
        {
            Description = "IMAP port on 127.0.0.1; 0 takes a free one.",
            DefaultValueFactory = _ => 8993,
        };
        Option<Guid> tenantId = new("--tenant-id") { Description = "Tenant id.", DefaultValueFactory = _ => new TenantOptions().TenantId };
        Option<string> domain = new("--domain") { Description = "Initial domain.", DefaultValueFactory = _ => new TenantOptions().Domain };
        Option<int> users = new("--users") { Description = "Synthetic users on top of the small company, 0 to 100000." };
        Option<FileInfo> caFile = new("--ca-file") { Description = "Where to write the certificate of the authority that clients must "
            + "trust (PEM).", DefaultValueFactory = _ => new("tenant-ca.pem") };
        RootCommand root = new(
            "A simulated Microsoft 365 tenant on 127.0.0.1: sign-in, Microsoft Graph, Exchange. Nothing leaves the machine.")
        {
            port, imapPort, tenantId, domain, users, caFile,
        };
        root.SetAction(async (parsed, cancellation) =>
        {
            TenantOptions options = new()
            {
                Port = parsed.GetValue(port),
                ImapPort = parsed.GetValue(imapPort),
                TenantId = parsed.GetValue(tenantId),
                Domain = parsed.GetValue(domain)!,
                Users = parsed.GetValue(users),
            };
            return await ServeAsync(options, parsed.GetValue(caFile)!, output, errors, cancellation);
        });
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, stop);
    }

    private static async Task<int> ServeAsync(
        TenantOptions options, FileInfo caFile, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        TenantServer tenant;
        try
        {
            tenant = await TenantServer.StartAsync(options, null, cancellation);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 2;
        }
        await using (tenant)
        {
            try
            {
                await File.WriteAllTextAsync(caFile.FullName, tenant.CertificateAuthority.ExportCertificatePem() + "\n", cancellation);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await errors.WriteLineAsync($"--ca-file: '{caFile}' cannot be written ({exception.Message}); expected a path in a "
                    + "folder that exists and is writable.");
                return 2;
            }
            DeployerCredential deployer = tenant.Deployer;
            await output.WriteLineAsync($"""
                Simulated tenant {tenant.Directory.Domain} ({tenant.Directory.TenantId})
                  HTTPS   {tenant.Url}
                  IMAP    localhost:{tenant.ImapPort} (TLS)
                  CA      {caFile.FullName}
                  Users   {tenant.Directory.Users.Count}

                The real azuread provider finds it by these variables:
                  export SSL_CERT_FILE="{caFile.FullName}"
                  export ARM_METADATA_HOSTNAME=localhost:{tenant.Url.Port}
                  export ARM_TENANT_ID={deployer.TenantId}
                  export ARM_CLIENT_ID={deployer.ClientId}
                  export ARM_CLIENT_SECRET={deployer.ClientSecret}
                  export ARM_USE_CLI=false
                With Pulumi, 'pulumi config set azuread:metadataHost localhost:{tenant.Url.Port}' takes the place of ARM_METADATA_HOSTNAME.

                Ctrl+C stops it; it keeps nothing.
                """.AsMemory(), cancellation);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
            catch (OperationCanceledException)
            {
                await output.WriteLineAsync("Stopped.");
            }
        }
        return 0;
    }
}
