using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

public sealed class SignInTests
{
    [Fact]
    public async Task Certificate_that_is_not_declared_fails_at_once_and_says_so()
    {
        TestClock clock = new();
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using X509Certificate2 other = DeployedStack.NewCertificate(
            "CN=Other", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(100));
        RecordedProgress progress = new();

        VerificationReport report = await stack.VerifyAsync(
            o => o with { Certificates = [other], Clock = clock, Deadline = TimeSpan.FromMinutes(5) }, progress);

        report.Exits(VerificationExitCode.SignIn);
        Finding finding = report.Finding("CERTIFICATE_GIVEN_NOT_DECLARED");
        Assert.Equal(other.Thumbprint, finding.Subject);
        Assert.Equal($"The certificate given is none of those that the stack declares ({stack.Certificate.Thumbprint}).", finding.Cause);
        Assert.StartsWith("AADSTS700027", report.Finding("CERTIFICATE_REFUSED").Detail, StringComparison.Ordinal);
        Assert.Empty(progress.Waits);
    }

    [Fact]
    public async Task Domain_of_another_tenant_fails()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string outputs = stack.Outputs().Replace(stack.Tenant.Directory.Domain, "fabrikam.onmicrosoft.com", StringComparison.Ordinal);

        VerificationReport report = await new TenantVerifier(stack.Options).VerifyAsync(OutputsDocument.Parse(outputs));

        report.Exits(VerificationExitCode.SignIn);
        Finding finding = report.Finding("TENANT_DOMAIN_OTHER");
        Assert.Equal("fabrikam.onmicrosoft.com", finding.Subject);
        Assert.Contains(stack.Tenant.Directory.Domain, finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_sign_in_leaves_the_other_checks_open()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.DeleteApplicationAsync();

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.SignIn);
        Assert.StartsWith("AADSTS700016", report.Finding("APPLICATION_UNKNOWN").Detail, StringComparison.Ordinal);
        foreach (string check in (string[])["application", "certificate", "consent", "redirect-uri", "user-sync", "mailboxes-ews", "ews-policy"])
            Assert.Equal(CheckStatus.Open, report.Check(check).Status);
        Assert.Null(report.Integrations[0].SignedInWith);
    }

    [Fact]
    public async Task Declared_certificate_that_the_registration_lost_is_waited_for_up_to_the_deadline()
    {
        TestClock clock = new();
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.PatchApplicationAsync(new JsonObject { ["keyCredentials"] = new JsonArray() });
        RecordedProgress progress = new();
        DateTimeOffset before = clock.GetUtcNow();

        VerificationReport report = await stack.VerifyAsync(o => o with { Clock = clock, Deadline = TimeSpan.FromMinutes(5) }, progress);

        report.Exits(VerificationExitCode.SignIn);
        Assert.Equal(TimeSpan.FromMinutes(5), clock.GetUtcNow() - before);
        Assert.Contains("sign-in: the certificate to be known to the sign-in service", progress.Waits);
        Assert.EndsWith("; waited 5 min for the certificate to be known to the sign-in service", report.Check("sign-in").Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_tenant_is_named()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string outputs = stack.Outputs().Replace(stack.Tenant.Directory.TenantId.ToString(), "99999999-9999-9999-9999-999999999999", StringComparison.Ordinal);

        VerificationReport report = await new TenantVerifier(stack.Options)
            .VerifyAsync(TenantOnboarding.Verification.Outputs.OutputsDocument.Parse(outputs));

        report.Exits(VerificationExitCode.SignIn);
        Assert.Equal("99999999-9999-9999-9999-999999999999", report.Finding("TENANT_UNKNOWN").Subject);
    }

    [Fact]
    public async Task Tenant_that_does_not_answer_has_its_own_exit_code()
    {
        DeployedStack stack = await DeployedStack.ClassicAsync();
        VerificationOptions options = stack.Options;
        OutputsDocument document = stack.Document;
        await stack.DisposeAsync();

        VerificationReport report = await new TenantVerifier(options).VerifyAsync(document);

        report.Exits(VerificationExitCode.Unreachable);
        Assert.Contains("the connection is refused", report.Finding("TENANT_UNREACHABLE").Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_with_an_untrusted_tls_certificate_is_unreachable_and_the_report_says_why()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        VerificationReport report = await stack.VerifyAsync(o => o with { HandlerFactory = null });

        report.Exits(VerificationExitCode.Unreachable);
        Assert.Contains("TLS certificate is not trusted", report.Finding("TENANT_UNREACHABLE").Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_certificate_at_hand_is_a_warning_and_nothing_is_claimed()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        VerificationReport report = await stack.VerifyAsync(o => o with { Certificates = [] });

        Assert.Equal(CheckStatus.Open, report.Check("sign-in").Status);
        Assert.Equal(CheckStatus.Open, report.Check("mailboxes-ews").Status);
        report.Exits(VerificationExitCode.NotProven);
        report.Exits(VerificationExitCode.NotProven, strict: true);
        Assert.Equal(VerdictKind.NotProven, report.Verdict.Kind);
        Assert.False(report.Verdict.IsReady);
        Assert.Contains("Not proven: 1 application could not be tried because no private key was given, ", report.AsText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overlapping_certificates_each_signs_in()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using X509Certificate2 next = DeployedStack.NewCertificate(
            "CN=Next", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(2));
        await stack.PatchApplicationAsync(
            new JsonObject { ["keyCredentials"] = new JsonArray(DeployedStack.Key(stack.Certificate), DeployedStack.Key(next)) });
        stack.Integration["certificates"]!.AsArray().Add(DeployedStack.Describe(next));

        foreach (X509Certificate2 certificate in (X509Certificate2[])[stack.Certificate, next])
        {
            VerificationReport report = await stack.VerifyAsync(o => o with { Certificates = [certificate] });
            report.Exits(VerificationExitCode.Ready);
            Assert.Equal(certificate.Thumbprint, report.Integrations[0].SignedInWith);
        }
    }

    [Fact]
    public async Task New_assignments_and_certificate_are_waited_for_with_new_tokens()
    {
        // Waits for replication take 30 seconds at most; the IMAP server's patience of a minute is not to pass.
        TestClock clock = new(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(30));
        TenantOptions options =
            new() { Replication = new() { Credentials = TimeSpan.FromSeconds(10), Assignments = TimeSpan.FromSeconds(45) } };
        await using DeployedStack stack = await DeployedStack.ClassicAsync(options, clock);
        RecordedProgress progress = new();

        VerificationReport report = await stack.VerifyAsync(o => o with { Clock = clock, Deadline = TimeSpan.FromMinutes(5) }, progress);

        report.Exits(VerificationExitCode.Ready);
        Assert.Contains("sign-in: the certificate to be known to the sign-in service", progress.Waits);
        Assert.Contains(progress.Waits, w => w.StartsWith("consent: Directory.Read.All to appear in tokens", StringComparison.Ordinal));
        Assert.Contains("; waited ", report.Check("consent").Summary, StringComparison.Ordinal);
        Assert.InRange(report.Duration, TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(2));
    }
}
