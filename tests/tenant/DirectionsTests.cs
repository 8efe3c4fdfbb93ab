using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>What the program tells whoever wants to use the tenant; it is pasted as it is.</summary>
public sealed class DirectionsTests
{
    [Fact]
    public async Task All_that_is_exported_is_the_deploying_identity_and_the_operator_signs_in_for_one_command()
    {
        TenantOptions options = new();
        await using TenantServer tenant = await TenantServer.StartAsync(options);
        string[] said = Directions.Of(tenant, options, "ca.pem").Split('\n');

        Dictionary<string, string> exported = said.Where(line => line.StartsWith("  export ", StringComparison.Ordinal))
            .Select(line => line["  export ".Length..].Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));
        Assert.Equal(
            ["ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "ARM_METADATA_HOSTNAME", "ARM_TENANT_ID", "ARM_USE_CLI", "SSL_CERT_FILE"],
            exported.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"{tenant.Deployer.ClientId}", exported["ARM_CLIENT_ID"]);
        Assert.Equal(tenant.Deployer.ClientSecret, exported["ARM_CLIENT_SECRET"]);
        Assert.Contains(
            $"  ARM_CLIENT_ID=\"{tenant.Operator.ClientId}\" ARM_CLIENT_SECRET=\"{tenant.Operator.ClientSecret}\" "
                + "dotnet run --project fleet -- discover --tenant contoso.onmicrosoft.com",
            said);
        Assert.Contains(
            $"  $env:ARM_CLIENT_ID = '{tenant.Operator.ClientId}'; $env:ARM_CLIENT_SECRET = '{tenant.Operator.ClientSecret}'; "
                + "dotnet run --project fleet -- discover --tenant contoso.onmicrosoft.com",
            said);
    }
}
