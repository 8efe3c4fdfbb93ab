using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Http;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>What a test gets to see of a tenant: the log, the hook, the snapshot.</summary>
public sealed class ObservationTests
{
    [Fact]
    public async Task Log_tells_method_path_status_and_who()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
        (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = "App" })).Is(HttpStatusCode.Created);
        tenant.Token = null;
        (await tenant.GetAsync("/v1.0/users")).Is(HttpStatusCode.Unauthorized);
        RequestRecord[] log = [.. tenant.Server.Requests];
        Assert.Equal(4, log.Length);
        Assert.Equal([1, 2, 3, 4], log.Select(r => r.Number));
        Assert.EndsWith("/oauth2/v2.0/token", log[0].PathAndQuery, StringComparison.Ordinal);
        Assert.Null(log[0].Body);
        Assert.Equal(tenant.Server.Deployer.ClientId, log[0].AppId);
        Assert.Equal(("GET", "/v1.0/users?$top=1", 200), (log[1].Method, log[1].PathAndQuery, log[1].Status));
        Assert.Equal([false, false, true, false], log.Select(r => r.IsWrite));
        Assert.Contains("App", log[2].Body, StringComparison.Ordinal);
        Assert.Null(log[3].AppId);
    }

    [Fact]
    public async Task Hook_runs_before_the_answer_is_sent_and_may_ask_the_tenant()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        ConcurrentQueue<HttpStatusCode> probes = new();
        tenant.Server.AfterRequest = async record =>
        {
            if (record.IsWrite)
                probes.Enqueue((await tenant.SignInAsync(application.AppId, application.Certificate)).Status);
        };
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["notes"] = "still there" })).Is(HttpStatusCode.NoContent);
        Assert.Equal([HttpStatusCode.OK], probes);
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["keyCredentials"] = new JsonArray() })).Is(HttpStatusCode.NoContent);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], probes);
    }

    [Fact]
    public async Task Snapshot_is_readable_and_the_same_for_the_same_declaration()
    {
        string[] snapshots = new string[2];
        for (int i = 0; i < 2; i++)
        {
            await using TenantClient tenant = await TenantClient.StartAsync();
            Assert.Equal("""
                {
                  "applications": [],
                  "servicePrincipals": [],
                  "activatedDirectoryRoles": []
                }

                """, tenant.Server.Snapshot());
            TestApplication application = await tenant.RegisterAsync("MailStore Server", (TenantClient.GraphAppId, "Directory.Read.All"), (TenantClient.ExchangeAppId, "full_access_as_app"));
            (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject
            {
                ["keyCredentials"] = new JsonArray(TenantClient.Key(TenantClient.NewCertificate(
                    "CN=mailstore", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero)))),
                ["web"] = new JsonObject { ["redirectUris"] = new JsonArray("https://mailstore.contoso.com:8462/oidc/signin") },
                ["requiredResourceAccess"] = new JsonArray(new JsonObject
                {
                    ["resourceAppId"] = TenantClient.GraphAppId,
                    ["resourceAccess"] = new JsonArray(
                        new JsonObject { ["id"] = "7ab1d382-f21e-4acd-a863-ba3e13f7da61", ["type"] = "Role" },
                        new JsonObject { ["id"] = "e1fe6dd8-ba31-4d61-89e7-88639da4683d", ["type"] = "Scope" }),
                }),
            })).Is(HttpStatusCode.NoContent);
            (await tenant.PostAsync("/v1.0/oauth2PermissionGrants", new JsonObject
            {
                ["clientId"] = application.PrincipalId.ToString(),
                ["consentType"] = "AllPrincipals",
                ["resourceId"] = tenant.Server.Directory.ServicePrincipals[0].Id.ToString(),
                ["scope"] = "User.Read",
            })).Is(HttpStatusCode.Created);
            snapshots[i] = tenant.Server.Snapshot();
        }
        Assert.Equal(snapshots[0], snapshots[1]);
        Golden.Matches(snapshots[0], "tenant/golden/snapshot.json");
    }

    [Fact]
    public async Task Program_serves_until_it_is_stopped_and_tells_how_to_reach_it()
    {
        string authority = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pem");
        StringWriter output = new();
        using CancellationTokenSource stop = new();
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> program = CommandLine.RunAsync(["--port", "0", "--imap-port", "0", "--ca-file", authority, "--users", "5"], new Notifying(output, ready), null, stop.Token);
        await Task.WhenAny(ready.Task, program);
        await stop.CancelAsync();
        Assert.Equal(0, await program);
        try
        {
            Assert.StartsWith("-----BEGIN CERTIFICATE-----", await File.ReadAllTextAsync(authority), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(authority);
        }
        string text = output.ToString();
        Assert.Contains("Users   30", text, StringComparison.Ordinal);
        Assert.Contains("  export ARM_METADATA_HOSTNAME=\"localhost:", text, StringComparison.Ordinal);
        Assert.Contains($"  export SSL_CERT_FILE=\"{authority}\"", text, StringComparison.Ordinal);
        Assert.Contains($"  $env:SSL_CERT_FILE = '{authority}'", text, StringComparison.Ordinal);
        Assert.EndsWith("Stopped." + Environment.NewLine, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen", "here", "--listen is 'here'; expected an address such as 127.0.0.1 or 0.0.0.0.")]
    [InlineData("--ews", "maybe", "--ews is 'maybe'; expected on, allow-list or blocked.")]
    [InlineData("--users", "100001", "Users is 100001; expected 0 to 100000.")]
    [InlineData("--domain", "contoso", "Domain is 'contoso'; expected a DNS name such as contoso.onmicrosoft.com.")]
    [InlineData("--ca-file", "/no/such/folder/ca.pem", "--ca-file: '/no/such/folder/ca.pem' cannot be written")]
    public async Task Program_names_a_wrong_option(string option, string value, string message)
    {
        StringWriter output = new(), errors = new();
        Assert.InRange(await CommandLine.RunAsync(["--port", "0", "--imap-port", "0", option, value], output, errors), 1, 2);
        Assert.Contains(message, errors.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Tells when the program has said all that it says before it waits.</summary>
    private sealed class Notifying(StringWriter inner, TaskCompletionSource ready) : TextWriter
    {
        public override System.Text.Encoding Encoding => inner.Encoding;

        public override void Write(char value) => inner.Write(value);

        public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
        {
            inner.WriteLine(buffer.ToString());
            ready.TrySetResult();
            return Task.CompletedTask;
        }

        public override Task WriteLineAsync(string? value)
        {
            inner.WriteLine(value);
            return Task.CompletedTask;
        }
    }
}
