using System.Net;
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

    public void Dispose() => File.Delete(_file);
}
