using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What an interrupted deploy, or a renewal, leaves behind in a tenant.</summary>
public sealed class AccidentTests
{
    [Fact]
    public async Task A_second_application_of_the_same_name_is_a_warning_that_names_its_client_id()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string orphan = await stack.AddApplicationAsync("MailStore Server");
        await stack.AddApplicationAsync("MailStore Server 2");

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(CheckStatus.Warning, report.Check("application").Status);
        Finding finding = report.Finding("APPLICATION_NAME_TWICE");
        Assert.Equal("MailStore Server", finding.Subject);
        Assert.Equal($"The tenant holds 1 other application of this display name, with client id {orphan}; the stack's own has {stack.ClientId}. "
            + "An interrupted deploy leaves one behind for every try.", finding.Cause);
    }

    [Fact]
    public async Task An_application_that_is_the_only_one_of_its_name_passes()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal((CheckStatus.Passed, $"{stack.ClientId}, the only one of its name"), (report.Check("application").Status, report.Check("application").Summary));
    }

    [Fact]
    public async Task A_certificate_that_is_on_the_application_twice_is_a_warning()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.PatchApplicationAsync(new JsonObject
        {
            ["keyCredentials"] = new JsonArray(DeployedStack.Key(stack.Certificate), DeployedStack.Key(stack.Certificate)),
        });

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Finding finding = report.Finding("CERTIFICATE_TWICE");
        Assert.Equal(stack.Certificate.Thumbprint, finding.Subject);
        Assert.Matches(@"^The registration holds this certificate 2 times \(key ids [0-9a-f-]{36}, [0-9a-f-]{36}\); ", finding.Cause);
        Assert.DoesNotContain("CERTIFICATE_NOT_DECLARED", report.Codes());
    }

    [Fact]
    public async Task A_consent_that_is_not_in_the_outputs_is_a_warning_though_the_deploy_itself_made_it()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        JsonArray permissions = stack.Integration["permissions"]!.AsArray();
        permissions.Remove(permissions.First(permission => (string)permission!["value"]! == "Directory.Read.All"));
        permissions.Remove(permissions.First(permission => (string)permission!["value"]! == "User.Read"));

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("Microsoft Graph: Directory.Read.All", report.Finding("PERMISSION_NOT_DECLARED").Subject);
        Assert.Equal("User.Read", report.Finding("DELEGATED_PERMISSION_NOT_DECLARED").Subject);
    }

    [Theory]
    [InlineData(90, "CERTIFICATE_PREVIOUS_VERSION", Severity.Info)]
    [InlineData(-1, "CERTIFICATE_PREVIOUS_VERSION_EXPIRED", Severity.Warning)]
    public async Task The_previous_version_of_a_vaults_certificate_is_known_for_what_it_is(int endsInDays, string code, Severity severity)
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using System.Security.Cryptography.X509Certificates.X509Certificate2 previous = DeployedStack.NewCertificate(
            stack.Certificate.Subject, TimeProvider.System.GetUtcNow().AddDays(-300), TimeProvider.System.GetUtcNow().AddDays(endsInDays));
        await stack.PatchApplicationAsync(
            new JsonObject { ["keyCredentials"] = new JsonArray(DeployedStack.Key(stack.Certificate), DeployedStack.Key(previous)) });
        KeepInVault(stack);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Finding finding = report.Finding(code);
        Assert.Equal((severity, previous.Thumbprint), (finding.Severity, finding.Subject));
        Assert.Contains(previous.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            finding.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("CERTIFICATE_NOT_DECLARED", report.Codes());
    }

    [Theory]
    [InlineData("CN=Somebody else", -300, true)]
    [InlineData(null, 0, true)]
    [InlineData(null, -300, false)]
    public async Task What_no_vault_made_before_the_declared_one_is_not_declared(string? subject, int beginsInDays, bool vault)
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using System.Security.Cryptography.X509Certificates.X509Certificate2 other = DeployedStack.NewCertificate(
            subject ?? stack.Certificate.Subject,
            TimeProvider.System.GetUtcNow().AddDays(beginsInDays),
            TimeProvider.System.GetUtcNow().AddDays(90));
        await stack.PatchApplicationAsync(
            new JsonObject { ["keyCredentials"] = new JsonArray(DeployedStack.Key(stack.Certificate), DeployedStack.Key(other)) });
        if (vault)
            KeepInVault(stack);

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal(other.Thumbprint, report.Finding("CERTIFICATE_NOT_DECLARED").Subject);
    }

    private static void KeepInVault(DeployedStack stack) => stack.Integration["keyVault"] = new JsonObject
    {
        ["vaultUri"] = "https://contoso.vault.azure.net/",
        ["certificateName"] = "mailstore",
        ["secretId"] = "https://contoso.vault.azure.net/secrets/mailstore",
    };
}
