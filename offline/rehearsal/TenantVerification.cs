using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Identity;
using SimulatedTenant;
using Spectre.Console;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Exchange;
using TenantOnboarding.Rehearsal.Terminal;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;
using DeclaredIntegration = TenantOnboarding.Verification.Outputs.IntegrationOutputs;

namespace TenantOnboarding.Rehearsal;

/// <summary>What follows a deployment: the outputs are shown, the Exchange administrator is played, and the tenant is verified.</summary>
/// <param name="context">The rehearsal.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="replication">How long the tenant keeps unseen what was written.</param>
internal sealed class TenantVerification(RehearsalContext context, TenantServer tenant, TimeSpan replication)
{
    /// <summary>What the phase is called.</summary>
    public const string Phase = "verification";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How a simulated tenant is verified: its own addresses, its own certificate authority, the rehearsal's clock.</summary>
    public static VerificationOptions OptionsFor(TenantServer tenant, RehearsalOptions options) => new VerificationOptions
    {
        Endpoints = TenantEndpoints.ForSimulatedTenant(tenant.Url, tenant.ImapPort),
        Clock = options.Clock,
    }.TrustingOnly(tenant.CertificateAuthority);

    /// <summary>Verifies what was deployed, and ends the rehearsal with the verdict.</summary>
    public async Task<RehearsalResult> RunAsync(EngineRun deployed, CancellationToken cancellationToken)
    {
        context.Phases.Begin(Phase);
        context.WriteFile("outputs.json", deployed.Outputs!.ToJsonString(Indented) + "\n");
        context.Page.WriteOutputs(deployed.Document);
        PlayAdministrator(deployed.Document);
        if (context.Options.BeforeVerification is { } before)
            await before(tenant);

        context.Console.WriteLine();
        using HttpClient transport = new(tenant.CreateHandler());
        VerificationOptions options = OptionsFor(tenant, context.Options) with
        {
            Certificates = context.Keys.All,
            // Where the application itself may not look, an operator does.
            Operator = Operator(transport),
            // Zero judges at once, whatever the tenant was told.
            Deadline = context.Options.Deadline == TimeSpan.Zero ? TimeSpan.Zero : context.Options.Deadline + (2 * replication),
        };
        VerificationReport report = await VerifyAsync(new TenantVerifier(options), deployed.Document,
            cancellationToken) with { Simulated = true, Strict = context.Options.Strict };
        context.Console.WriteLine();
        ConsoleReport.Write(context.Console, report);

        context.WriteFile("verification.json", JsonReport.Render(report));
        context.WriteFile("verification.junit.xml", JUnitReport.Render(report));
        context.WriteFile("verification.csv", CsvReport.Render(report));
        context.WriteFile("verification.md", MarkdownReport.Render(report));
        context.WriteFile("report.html", HtmlReport.Render(report, FindingLinks.FromFile(context.Output("report.html"))));
        context.Console.WriteLine();
        context.Console.MarkupLine($"Written: {Markup.Escape(string.Join(", ", context.Written.Select(RehearsalPage.Shown)))}");
        context.Page.WriteVerdict(report.Verdict.IsReady, RehearsalPage.Sentence(report));
        return context.Result(deployed, (int)report.Verdict.ExitCode) with { Report = report };
    }

    private async Task<VerificationReport> VerifyAsync(TenantVerifier verifier, OutputsDocument document,
        CancellationToken cancellationToken)
    {
        if (ConsoleReport.IsPlain(context.Console))
            return await verifier.VerifyAsync(document, new WaitingOnly(new ConsoleProgress(context.Console.Profile.Out.Writer)),
                cancellationToken);
        return await context.Console.Status().StartAsync("Verifying", status =>
            verifier.VerifyAsync(document, new LiveProgress(status), cancellationToken));
    }

    private void PlayAdministrator(OutputsDocument document)
    {
        ExchangeAdministrator administrator = new(tenant);
        List<(string Name, string Script, IReadOnlyList<string>? Done)> scripts = [];
        foreach ((string name, DeclaredIntegration integration) in document.Integrations)
        {
            if (integration.ExchangeSetup is not { } script)
                continue;
            string file = context.WriteFile($"exchange-setup-{name}.ps1", script);
            scripts.Add((name, file, context.Options.ExchangeSetup ? administrator.Run(name, integration) : null));
        }
        context.Page.WriteExchange(scripts);
    }

    private ClientSecretCredential Operator(HttpClient transport) => new(
        tenant.Deployer.TenantId.ToString(), tenant.Operator.ClientId.ToString(), tenant.Operator.ClientSecret,
        new ClientSecretCredentialOptions { AuthorityHost = tenant.Url, DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(transport) });
}
