using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>Who has gone, and which domains are not the tenant's yet.</summary>
public sealed class DeletedUserTests
{
    [Fact]
    [Conforms("/directory", "A deleted user is gone everywhere, and stands among the deleted items with its id before its user principal name.")]
    public async Task A_deleted_user_is_gone_and_stands_among_the_deleted_items()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        DirectoryUser user = tenant.Server.Directory.FindUser("peter.hoffmann@contoso.com")!;

        tenant.Server.Directory.DeleteUser(user.Id);

        JsonNode deleted = Assert.Single((await tenant.GetAsync("/v1.0/directory/deletedItems/microsoft.graph.user?$select=id,userPrincipalName,mail,deletedDateTime"))
            .Is(HttpStatusCode.OK).Body["value"]!.AsArray())!;
        Assert.Equal(user.Id.ToString(), (string?)deleted["id"]);
        Assert.Equal($"{user.Id:N}peter.hoffmann@contoso.com", (string?)deleted["userPrincipalName"]);
        Assert.Equal("peter.hoffmann@contoso.com", (string?)deleted["mail"]);
        Assert.NotNull((string?)deleted["deletedDateTime"]);
        (await tenant.GetAsync($"/v1.0/users/{user.Id}")).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read")));
        (await tenant.GetAsync("/v1.0/users/peter.hoffmann@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.NotFound, "ErrorInvalidUser");
        (await tenant.GetAsync("/v1.0/directory/deletedItems/microsoft.graph.user")).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
        Assert.Throws<ArgumentException>(() => tenant.Server.Directory.DeleteUser(user.Id));
    }

    [Fact]
    [Conforms("/organization", "A domain that nobody verified is listed as such, and stands neither among the organization's verified domains nor in identifier URIs.")]
    public async Task An_unverified_domain_is_listed_as_such_and_counts_for_nothing()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new() { UnverifiedDomains = ["contoso.example"] });

        JsonNode domain = (await tenant.GetAsync("/v1.0/domains/contoso.example")).Is(HttpStatusCode.OK).Body;

        Assert.False((bool)domain["isVerified"]!);
        Assert.Empty(domain["supportedServices"]!.AsArray());
        JsonObject application = new() { ["displayName"] = "App", ["identifierUris"] = new JsonArray("https://contoso.example/app") };
        (await tenant.PostAsync("/v1.0/applications", application)).Is(HttpStatusCode.BadRequest, "HostNameNotOnVerifiedDomain");
        await tenant.UseAsync(await tenant.RegisterAsync("Reader", (TenantClient.GraphAppId, "Organization.Read.All")));
        JsonArray verified = (await tenant.GetAsync("/v1.0/organization")).Is(HttpStatusCode.OK).Body["value"]![0]!["verifiedDomains"]!.AsArray();
        Assert.Equal(["contoso.onmicrosoft.com", "contoso.com"], verified.Select(one => (string)one!["name"]!));
    }

    [Fact]
    public async Task An_unverified_domain_that_is_no_name_is_refused()
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => TenantClient.StartAsync(new TenantOptions { UnverifiedDomains = ["contoso example"] }));

        Assert.Equal("UnverifiedDomains holds 'contoso example'; expected DNS names such as contoso.example.", exception.Message);
    }

    [Fact]
    [Conforms("/users", "Other addresses (`otherMails`) may be another account's too.")]
    public async Task Other_mails_may_be_another_accounts_too()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        DirectoryUser user = tenant.Server.Directory.FindUser("peter.hoffmann@contoso.com")!;
        tenant.Server.Directory.SetUser(user with { OtherMails = ["anna.berger@contoso.com"] });

        JsonNode read = (await tenant.GetAsync($"/v1.0/users/{user.Id}?$select=otherMails")).Is(HttpStatusCode.OK).Body;

        Assert.Equal("anna.berger@contoso.com", (string?)read["otherMails"]![0]);
        Assert.Equal("Anna Berger", tenant.Server.Directory.FindUser("anna.berger@contoso.com")!.DisplayName);
    }
}
