using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class RedirectUriTests
{
    [Theory]
    [InlineData("https://mailstore.contoso.com:8462/oidc/signin/", true)]
    [InlineData("https://mailstore.contoso.com/oidc/signin", true)]
    [InlineData("https://MAILSTORE.contoso.com:8462/oidc/signin", true)]
    [InlineData("https://other.contoso.com/oidc/signin", false)]
    public async Task Uri_that_differs_in_anything_fails_and_names_a_similar_one(string registered, bool similar)
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.PatchApplicationAsync(Web(web => web["redirectUris"] = new JsonArray(registered)));

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.RedirectUri);
        Finding finding = report.Finding("REDIRECT_URI_MISSING");
        Assert.Equal(DeployedStack.RedirectUri, finding.Subject);
        Assert.Equal(similar, finding.Cause.Contains(registered, StringComparison.Ordinal));
        Assert.Equal(registered, report.Finding("REDIRECT_URI_NOT_DECLARED").Subject);
    }

    [Fact]
    public async Task Id_tokens_off_fails()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.PatchApplicationAsync(Web(web => web["implicitGrantSettings"] = new JsonObject { ["enableIdTokenIssuance"] = false, ["enableAccessTokenIssuance"] = false }));

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.RedirectUri);
        Assert.Equal("ID tokens are off: signing in to the product ends with AADSTS700054.", report.Finding("ID_TOKENS_OFF").Cause);
    }

    [Fact]
    public async Task More_than_declared_is_a_warning_each()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.PatchApplicationAsync(Web(web =>
        {
            web["implicitGrantSettings"] = new JsonObject { ["enableIdTokenIssuance"] = true, ["enableAccessTokenIssuance"] = true };
            web["redirectUris"] = new JsonArray(DeployedStack.RedirectUri, "https://old.contoso.com/oidc/signin");
            web["logoutUrl"] = "https://mailstore.contoso.com/logout";
        }));

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(["REDIRECT_URI_NOT_DECLARED", "ACCESS_TOKENS_ON", "LOGOUT_URL_SET"], report.Check("redirect-uri").Findings.Select(f => f.Code));
    }

    [Fact]
    public async Task Host_that_does_not_answer_is_a_warning_where_asked_for()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        stack.Integration["redirectUri"] = "https://localhost:1/oidc/signin";
        await stack.PatchApplicationAsync(Web(web => web["redirectUris"] = new JsonArray("https://localhost:1/oidc/signin")));

        VerificationReport report = await stack.VerifyAsync(o => o with { CheckRedirectHost = true });

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("localhost:1", report.Finding("REDIRECT_HOST_UNREACHABLE").Subject);
    }

    [Fact]
    public async Task Host_with_an_untrusted_certificate_is_a_warning_where_asked_for()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string uri = new Uri(stack.Tenant.Url, "/oidc/signin").ToString();
        stack.Integration["redirectUri"] = uri;
        await stack.PatchApplicationAsync(Web(web => web["redirectUris"] = new JsonArray(uri)));

        VerificationReport report = await stack.VerifyAsync(o => o with { CheckRedirectHost = true });

        Assert.Equal(stack.Tenant.Url.Authority, report.Finding("REDIRECT_HOST_UNTRUSTED").Subject);
    }

    [Fact]
    public async Task Active_directory_as_source_has_neither_redirect_uri_nor_user_sync()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["ews"], ["Graph/Directory.Read.All", "Exchange/full_access_as_app"], signIn: false);
        stack.Integration["directory"] = "active-directory";

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(["sign-in", "application", "certificate", "consent", "addresses", "mailboxes-ews", "ews-policy", "basic-authentication"], report.Checks.Select(c => c.Id));
    }

    private static JsonObject Web(Action<JsonObject> change)
    {
        JsonObject web = new();
        change(web);
        return new JsonObject { ["web"] = web };
    }
}
