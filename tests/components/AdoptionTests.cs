using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions.Authentication;
using Pulumi.Testing;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Tenant;

namespace TenantOnboarding.Tests.Components;

/// <summary>What the program declares of an application that somebody made by hand, as Microsoft Graph tells it.</summary>
public sealed class AdoptionTests
{
    [Theory]
    [InlineData(null, 1.0)]
    [InlineData(1, 1.0)]
    [InlineData(2, null)]
    public async Task The_version_of_access_tokens_is_declared_as_it_is_and_the_providers_default_left_out(int? version, double? declared)
    {
        await using TenantClient client = await StartAsync();
        TestApplication byHand = await client.RegisterAsync("By hand");
        (await client.PatchAsync($"/v1.0/applications/{byHand.Id}", new JsonObject { ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = version } })).Is(HttpStatusCode.NoContent);

        (RecordingMocks mocks, _) = await DeclareAsync(client, byHand.AppId);

        MockResourceArgs application = mocks.Resources.Single(resource => resource.Name == "mailstore/registration/application");
        Assert.Equal($"/applications/{byHand.Id}", application.Id);
        Assert.Equal(declared, application.Inputs.GetValueOrDefault("requestedAccessTokenVersion"));
    }

    [Theory]
    [InlineData(false, "Nothing changes now; with adopt: { align: true } the next deployment removes them.")]
    [InlineData(true, "This deployment removes them.")]
    public async Task Tags_that_aligning_removes_are_named_with_the_providers_features(bool align, string change)
    {
        await using TenantClient client = await StartAsync();
        TestApplication byHand = await client.RegisterAsync("MailStore Server");
        (await client.PatchAsync($"/v1.0/servicePrincipals/{byHand.PrincipalId}", new JsonObject
        {
            ["tags"] = new JsonArray("WindowsAzureActiveDirectoryIntegratedApp", "HideApp", "our-own"),
        })).Is(HttpStatusCode.NoContent);

        (RecordingMocks mocks, List<string> said) = await DeclareAsync(client, byHand.AppId, align);

        Assert.Contains($"mailstore: the enterprise application has the tags HideApp (feature hide), our-own. {change}", said);
        object tags = mocks.Resources.Single(resource => resource.Name == "mailstore/registration/service-principal").Inputs["tags"];
        Assert.Equal(align ? 1 : 3, ((IEnumerable<object>)tags).Count());
    }

    [Fact]
    public async Task Thirty_owners_are_all_read()
    {
        await using TenantClient client = await StartAsync();
        TestApplication byHand = await client.RegisterAsync("By hand");
        string[] owners = [.. client.Server.Directory.Users.Take(30).Select(user => user.Id.ToString())];
        foreach (string owner in owners)
            (await client.PostAsync($"/v1.0/applications/{byHand.Id}/owners/$ref", new JsonObject { ["@odata.id"] = $"https://graph.microsoft.com/v1.0/directoryObjects/{owner}" })).Is(HttpStatusCode.NoContent);

        (RecordingMocks mocks, _) = await DeclareAsync(client, byHand.AppId, more: $"owners: [ {owners[0]}, {owners[^1]} ]");

        Assert.Equal(
            [$"/applications/{byHand.Id}/owners/{owners[0]}", $"/applications/{byHand.Id}/owners/{owners[^1]}"],
            mocks.Resources.Where(resource => resource.Type == "azuread:index/applicationOwner:ApplicationOwner").Select(resource => resource.Id).OrderBy(id => id != $"/applications/{byHand.Id}/owners/{owners[0]}"));
    }

    [Fact]
    public async Task An_application_that_was_deleted_is_said_to_be_and_how_it_comes_back()
    {
        await using TenantClient client = await StartAsync();
        TestApplication byHand = await client.RegisterAsync("By hand");
        (await client.DeleteAsync($"/v1.0/applications/{byHand.Id}")).Is(HttpStatusCode.NoContent);

        string refused = await RefusedAsync(client, byHand.AppId);

        Assert.Contains($"\"{byHand.AppId}\" (deleted", refused, StringComparison.Ordinal);
        Assert.Contains($"Restore-MgDirectoryDeletedItem -DirectoryObjectId {byHand.Id}", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_of_another_tenant_is_said_to_be_one()
    {
        await using TenantClient client = await StartAsync();

        // Microsoft Graph's own application is Microsoft's: every tenant holds its enterprise application only.
        string refused = await RefusedAsync(client, Guid.Parse(TenantClient.GraphAppId));

        Assert.Contains("an application of tenant f8cdef31-a31e-4b4a-93e4-5f571e91255a, of which this tenant holds the enterprise application only", refused, StringComparison.Ordinal);
    }

    private static Task<TenantClient> StartAsync() => TenantClient.StartAsync(new TenantOptions { TenantId = Guid.Parse(Stack.TenantId) });

    private static async Task<string> RefusedAsync(TenantClient client, Guid clientId) =>
        string.Join('\n', (await Assert.ThrowsAsync<ProgramException>(() => DeclareAsync(client, clientId))).Lines);

    private static async Task<(RecordingMocks Mocks, List<string> Said)> DeclareAsync(
        TenantClient client, Guid clientId, bool align = false, string more = "")
    {
        RecordingMocks mocks = new();
        List<string> said = [];
        StackFile stack = StackFile.Parse(Repository.Root, "adopt", "adopt", $$"""
            config:
              azuread:tenantId: {{Stack.TenantId}}
              tenant-onboarding:domain: contoso.onmicrosoft.com
              tenant-onboarding:integrations:
                mailstore:
                  product: mailstore-server
                  displayName: MailStore Server
                  signIn: { host: mailstore.contoso.com }
                  certificates: [ certificates/mailstore.cer ]
                  mailboxAccess: [ imap ]
                  adopt: { clientId: {{clientId}}, align: {{(align ? "true" : "false")}} }
                  {{more}}
            """, "name: tenant-onboarding");
        ProgramServices services = new()
        {
            Advise = said.Add,
            ConnectToGraph = _ => Task.FromResult(new GraphServiceClient(
                GraphClientFactory.Create(finalHandler: client.Server.CreateHandler()), new Bearer(client.Token!), new Uri(
                    client.Server.Url, "v1.0").ToString())),
        };
        await ProgramRun.RunAsync(mocks, stack, preview: true, () => TenantProgram.DeclareAsync(services), CancellationToken.None);
        return (mocks, said);
    }

    private sealed class Bearer(string token) : IAuthenticationProvider
    {
        public Task AuthenticateRequestAsync(
            Microsoft.Kiota.Abstractions.RequestInformation request,
            Dictionary<string, object>? additionalAuthenticationContext = null,
            CancellationToken cancellationToken = default)
        {
            request.Headers.Add("Authorization", $"Bearer {token}");
            return Task.CompletedTask;
        }
    }
}
