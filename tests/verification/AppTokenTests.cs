using System.Buffers.Text;
using System.Text;
using TenantOnboarding.Verification.SignIn;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What a token says of its bearer; whatever it holds, reading it never fails.</summary>
public sealed class AppTokenTests
{
    private static readonly DateTimeOffset Expiry = new(2026, 11, 21, 10, 30, 0, TimeSpan.Zero);
    private static readonly Guid Tenant = Guid.Parse("11111111-2222-3333-4444-555555555555");

    [Fact]
    public void Tenant_and_roles_are_read_from_the_claims()
    {
        AppToken token = Read("""{"tid":"11111111-2222-3333-4444-555555555555","roles":["Mail.Read","User.Read.All"]}""");

        Assert.Equal(Tenant, token.TenantId);
        Assert.Equal(["Mail.Read", "User.Read.All"], token.Roles.Order(StringComparer.Ordinal));
        Assert.Equal(Expiry, token.ExpiresOn);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"tid":1,"roles":"Mail.Read"}""")]
    [InlineData("""{"tid":"contoso","roles":null}""")]
    public void Claims_of_another_shape_are_none(string claims)
    {
        AppToken token = Read(claims);

        Assert.Null(token.TenantId);
        Assert.Empty(token.Roles);
    }

    [Theory]
    [InlineData("an opaque token")]
    [InlineData("three.parts!.that are no claims")]
    [InlineData("head.bm8ganNvbg.signature")]
    public void An_opaque_token_is_kept_and_has_no_claims(string value)
    {
        AppToken token = AppToken.Read(value, Expiry);

        Assert.Equal(value, token.Value);
        Assert.Null(token.TenantId);
        Assert.Empty(token.Roles);
    }

    private static AppToken Read(string claims) => AppToken.Read($"head.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.signature", Expiry);
}
