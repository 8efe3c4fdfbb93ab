using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>Runs a program that is a client of a tenant and prints what it saw as JSON.</summary>
internal static class ClientRun
{
    /// <summary>The folder of the clients in JavaScript.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "tenant", "clients");

    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
        .FirstOrDefault(File.Exists);

    /// <summary>Starts a client with the tenant's authority, the token and these arguments.</summary>
    public static async Task<JsonNode> RunAsync(TenantClient tenant, string program, params string[] arguments)
    {
        string authority = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(authority, tenant.Server.CertificateAuthority.ExportCertificatePem());
            ProcessStartInfo start = new(Find(program)!, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Folder,
                Environment =
                {
                    ["TOKEN"] = tenant.Token,
                    ["NODE_EXTRA_CA_CERTS"] = authority,
                    ["SSL_CERT_FILE"] = authority,
                    ["NO_PROXY"] = "localhost,127.0.0.1",
                },
            };
            using Process process = Process.Start(start)!;
            using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1), TimeProvider.System);
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill();
            }
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}{await output}");
            return JsonNode.Parse(await output)!;
        }
        finally
        {
            File.Delete(authority);
        }
    }
}
