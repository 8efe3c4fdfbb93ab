using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>A tenant that goes on after a restart.</summary>
public sealed class StateTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    [Fact]
    public async Task What_was_made_survives_a_restart()
    {
        TenantOptions options = new() { StateFile = _file };
        TestApplication application;
        string snapshot, secret;
        await using (TenantClient tenant = await TenantClient.StartAsync(options))
        {
            application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read"));
            (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["notes"] = "kept" })).Is(HttpStatusCode.NoContent);
            Answer gone = (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = "Gone" })).Is(HttpStatusCode.Created);
            (await tenant.DeleteAsync($"/v1.0/applications/{gone.Body["id"]}")).Is(HttpStatusCode.NoContent);
            tenant.Server.Directory.Exchange.RegisterExchangeServicePrincipal(application.AppId, application.PrincipalId, "App");
            tenant.Server.Directory.Exchange.SetOrganizationConfig(true, [application.AppId]);
            snapshot = tenant.Server.Snapshot();
            secret = tenant.Server.Deployer.ClientSecret;
        }
        await using (TenantClient tenant = await TenantClient.StartAsync(options))
        {
            Assert.Equal(snapshot, tenant.Server.Snapshot());
            Assert.Equal(secret, tenant.Server.Deployer.ClientSecret);
            Assert.Equal([application.AppId], tenant.Server.Directory.Exchange.EwsAllowedAppIds);
            Assert.Single(tenant.Server.Directory.Exchange.ServicePrincipals);
            JsonNode deleted = (await tenant.GetAsync("/v1.0/directory/deletedItems/microsoft.graph.application")).Body["value"]!;
            Assert.Equal("Gone", (string?)deleted.AsArray().Single()!["displayName"]);
            await tenant.UseAsync(application);
            (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task File_is_for_its_owner_alone()
    {
        await using (TenantServer tenant = await TenantServer.StartAsync(new TenantOptions { StateFile = _file }))
            Assert.NotEmpty(tenant.Directory.Applications);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file));
    }

    [Theory]
    [InlineData("{", "cannot be used")]
    [InlineData("null", "it is empty")]
    [InlineData("{}", "its version is missing, expected 1")]
    [InlineData("""{"version":2}""", "its version is 2, expected 1")]
    [InlineData("""{"version":1,"tenantId":"x"}""", "'tenantId' is no GUID")]
    [InlineData("""{"version":1,"tenantId":"00000000-0000-0000-0000-000000000001"}""", "it is tenant 00000000-0000-0000-0000-000000000001's")]
    [InlineData("""{"version":1,"tenantId":"5f1c0a7e-2d43-4f6b-9a68-c0ffee5eed01"}""", "'applications' is missing")]
    public async Task File_that_is_no_state_of_this_tenant_is_refused(string text, string message)
    {
        await File.WriteAllTextAsync(_file, text);
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => TenantServer.StartAsync(new TenantOptions { StateFile = _file }));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_file));
    }

    [Fact]
    public async Task A_tenant_that_is_killed_in_mid_work_leaves_a_state_that_is_whole()
    {
        string authority = _file + ".pem";
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(TenantServer).Assembly.Location, "--port", "0", "--imap-port", "0", "--ca-file", authority, "--state", _file,
            },
        };
        using Process program = Process.Start(start)!;
        int made = 0;
        try
        {
            string said = await ReadAsync(program.StandardOutput, "Ctrl+C stops it");
            using HttpClient http = Client(authority, Value(said, "HTTPS"));
            string form = $"grant_type=client_credentials&client_id={Value(said, "export ARM_CLIENT_ID=")}"
                + $"&client_secret={Value(said, "export ARM_CLIENT_SECRET=")}&scope={http.BaseAddress}.default";
            using StringContent signIn = new(form, Encoding.UTF8, "application/x-www-form-urlencoded");
            using HttpResponseMessage token = await http.PostAsync(
                new Uri($"/{Value(said, "export ARM_TENANT_ID=")}/oauth2/v2.0/token", UriKind.Relative), signIn);
            JsonNode granted = (await JsonNode.ParseAsync(await token.Content.ReadAsStreamAsync()))!;
            http.DefaultRequestHeaders.Authorization = new("Bearer", (string)granted["access_token"]!);
            // Work goes on while the state is written again and again; the end comes in the middle of it.
            while (!(await File.ReadAllTextAsync(_file)).Contains("Application 100\"", StringComparison.Ordinal))
            {
                using StringContent body = new($$"""{"displayName":"Application {{++made}}"}""", Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await http.PostAsync(new Uri("/v1.0/applications", UriKind.Relative), body);
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            }
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync();
            File.Delete(authority);
        }
        await using TenantServer again = await TenantServer.StartAsync(new TenantOptions { StateFile = _file });
        string[] names = [.. again.Directory.Applications.Select(application => application.DisplayName)];
        Assert.InRange(names.Count(name => name.StartsWith("Application ", StringComparison.Ordinal)), 100, made);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    public void Dispose()
    {
        File.Delete(_file);
        File.Delete(_file + ".new");
    }

    private static async Task<string> ReadAsync(StreamReader reader, string end)
    {
        StringBuilder said = new();
        while (await reader.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (line.Contains(end, StringComparison.Ordinal))
                return said.ToString();
        }
        throw new IOException($"The program ended: {said}");
    }

    private static string Value(string said, string name)
    {
        string line = said.Split('\n').First(text => text.Contains(name, StringComparison.Ordinal));
        return line[(line.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Trim().Trim('"');
    }

    private static HttpClient Client(string authority, string address)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(File.ReadAllText(authority)));
        SocketsHttpHandler handler = new() { SslOptions = new() { CertificateChainPolicy = policy } };
        return new(handler) { BaseAddress = new Uri(address) };
    }
}
