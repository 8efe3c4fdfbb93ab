using System.Net;

namespace TenantOnboarding.Tests.Tenant;

public sealed class MainPathTests
{
    [Fact]
    public async Task Deployed_application_signs_in_with_its_certificate_and_opens_a_mailbox_by_ews()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync(
            "MailStore Server", (TenantClient.GraphAppId, "Directory.Read.All"), (TenantClient.ExchangeAppId, "full_access_as_app"));

        await tenant.UseAsync(application);
        Answer users = (await tenant.AdvancedAsync("/v1.0/users?$count=true&$select=id,displayName,mail,accountEnabled,assignedPlans&$top=999&$filter=assignedPlans/any(a:a/servicePlanId eq efb87545-963c-4e0d-99df-69c6916d9eb0 and a/capabilityStatus eq 'Enabled')")).Is(HttpStatusCode.OK);
        Assert.Equal(9, (int)users.Body["@odata.count"]!);
        Assert.Equal(9, users.Body["value"]!.AsArray().Count);

        await tenant.UseAsync(application, TenantClient.ExchangeScope);
        Answer inbox = (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.OK);
        Assert.Contains("NoError", inbox.Text, StringComparison.Ordinal);
        Assert.Contains("<DisplayName", inbox.Text, StringComparison.Ordinal);
    }
}
