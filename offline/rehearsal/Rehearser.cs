using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Identity;
using SimulatedTenant;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using Spectre.Console;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Rehearsal.Terminal;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;
using DeclaredIntegration = TenantOnboarding.Verification.Outputs.IntegrationOutputs;

namespace TenantOnboarding.Rehearsal;

/// <summary>
/// The whole way through: starts a simulated tenant, runs the program that <c>pulumi up</c> runs, deploys what it declares, plays the product and the
/// Exchange administrator, and verifies the outcome as the product itself would meet it.
/// </summary>
public sealed class Rehearser(RehearsalOptions options, IAnsiConsole console)
{
    private readonly RehearsalPage page = new(console);
    private readonly PrivateKeys keys = new();
    private readonly List<string> written = [];
    private IReadOnlyList<string> advisories = [];
    private int writes;

    /// <summary>Rehearses; every outcome that a user can cause is in the result and was written to the console.</summary>
    public async Task<RehearsalResult> RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            page.WriteHeading();
            return options.From is not null || options.To is not null || options.FromGit is not null
                ? await RehearseChangeAsync(cancellationToken).ConfigureAwait(false)
                : await RehearseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StackFileException error)
        {
            return BadInput(error.Errors);
        }
        catch (OutputsException error)
        {
            return BadInput([.. error.Errors.Select(one => $"the stack's outputs: {one}")]);
        }
    }

    private async Task<RehearsalResult> RehearseAsync(CancellationToken cancellationToken)
    {
        LoadKeys();
        StackFile stack = options.ConfigFile is { } file
            ? StackFile.LoadFile(options.RootDirectory, file)
            : StackFile.Load(options.RootDirectory, options.Stack);
        StandInCertificates standIns = new(Output("certificates"), keys, options.Clock);
        StackFile effective = standIns.Replace(stack);
        page.WriteStandIns(standIns);

        await using TenantServer tenant = await StartTenantAsync(effective, cancellationToken).ConfigureAwait(false);
        effective = HandMade.Replace(effective, await PlayColleagueAsync(tenant, effective, cancellationToken).ConfigureAwait(false));
        await using IStackEngine engine = EngineOf(tenant);
        Pass preview = new(effective, Preview: true) { Title = options.Preview ? "Preview" : null, Advise = true };
        EngineRun planned = await DeployAsync(tenant, engine, preview, cancellationToken).ConfigureAwait(false);
        if (planned.Errors.Count > 0)
            return Failed(planned, preview);
        if (options.Preview)
        {
            page.WriteVerdict(true, $"preview: {StepText.Counts(planned.Steps, true)}; nothing was deployed");
            return Result(planned, RehearsalExitCode.Ready);
        }

        Pass up = new(effective, Preview: false) { Title = $"Deploying stack {stack.Stack}" };
        EngineRun deployed = await DeployAsync(tenant, engine, up, cancellationToken).ConfigureAwait(false);
        if (deployed.Errors.Count > 0)
            return Failed(deployed, up);
        console.MarkupLine($"  {Markup.Escape(StepText.Counts(deployed.Steps, false))}");
        return await VerifyAsync(tenant, deployed, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RehearsalResult> RehearseChangeAsync(CancellationToken cancellationToken)
    {
        LoadKeys();
        using ChangeSource change = ChangeSource.Open(options);
        StandInCertificates standIns = new(Output("certificates"), keys, options.Clock);
        StackFile before = standIns.Replace(change.Before);
        StackFile after = standIns.Replace(change.After);
        page.WriteStandIns(standIns);

        await using TenantServer tenant = await StartTenantAsync(after, cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> made = await PlayColleagueAsync(tenant, before, cancellationToken).ConfigureAwait(false);
        before = HandMade.Replace(before, made);
        foreach ((string clientId, string given) in await PlayColleagueAsync(tenant, HandMade.Replace(after, made), cancellationToken).ConfigureAwait(false))
            made[clientId] = given;
        after = HandMade.Replace(after, made);
        await using IStackEngine engine = EngineOf(tenant);
        Pass oldPreview = new(before, Preview: true);
        EngineRun old = await DeployAsync(tenant, engine, oldPreview, cancellationToken).ConfigureAwait(false);
        if (old.Errors.Count > 0)
            return Failed(old, oldPreview);
        Pass oldUp = new(before, Preview: false) { Title = $"Before: deploying {before.Source}" };
        old = await DeployAsync(tenant, engine, oldUp, cancellationToken).ConfigureAwait(false);
        if (old.Errors.Count > 0)
            return Failed(old, oldUp);
        console.MarkupLine($"  {Markup.Escape(StepText.Counts(old.Steps, false))}");

        string title = $"Change: {before.Source} → {after.Source}";
        Pass preview = new(after, Preview: true) { Title = options.Preview ? title : null, ShowChanges = true, Advise = true };
        EngineRun now = await DeployAsync(tenant, engine, preview, cancellationToken).ConfigureAwait(false);
        if (now.Errors.Count > 0)
            return Failed(now, preview);
        if (options.Preview)
        {
            page.WriteVerdict(true, $"preview of the change: {StepText.Counts(now.Steps, true)}; the change was not deployed");
            return Result(now, RehearsalExitCode.Ready);
        }

        using HttpClient http = new(tenant.CreateHandler());
        KeyWatch watch = await WatchAsync(tenant, http, old, now, cancellationToken).ConfigureAwait(false);
        Func<RequestRecord, Task>? others = tenant.AfterRequest;
        tenant.AfterRequest = async record =>
        {
            if (others is not null)
                await others(record).ConfigureAwait(false);
            if (record.IsWrite)
                await watch.LookAsync($"{record.Method} {Uri.UnescapeDataString(record.PathAndQuery)}", cancellationToken).ConfigureAwait(false);
        };
        Pass up = new(after, Preview: false) { Title = title, ShowChanges = true };
        now = await DeployAsync(tenant, engine, up, cancellationToken).ConfigureAwait(false);
        tenant.AfterRequest = others;
        if (now.Errors.Count > 0)
            return Failed(now, up);
        console.MarkupLine($"  {Markup.Escape(StepText.Counts(now.Steps, false))}");
        page.WritePermissionChanges(AccessChanges.Between(old.Outputs!, now.Outputs!, now.Steps));
        page.WriteWatch(watch);
        page.WriteWarnings(KeyWatch.WithoutOverlap(DocumentOf(old), DocumentOf(now)), "  ");

        RehearsalResult result = await VerifyAsync(tenant, now, cancellationToken).ConfigureAwait(false);
        return watch.Interruptions.Count == 0 ? result : result with
        {
            ExitCode = RehearsalExitCode.SignInInterrupted,
            Errors = [.. result.Errors, .. watch.Interruptions],
        };
    }

    /// <summary>Watches every integration that stays; those whose access the change leaves alone with their mailboxes.</summary>
    private async Task<KeyWatch> WatchAsync(TenantServer tenant, HttpClient http, EngineRun old, EngineRun preview, CancellationToken cancellationToken)
    {
        const int mostUsers = 1000;
        OutputsDocument before = DocumentOf(old);
        ExchangeAdministrator administrator = new(tenant);
        KeyWatch watch = new(new SignInProbe(tenant.Url, tenant.Deployer.TenantId, http, options.Clock), keys, (document, certificate, cancellation) =>
            new TenantVerifier(VerificationOf(tenant) with { Certificates = [certificate], Deadline = TimeSpan.Zero }).VerifyAsync(document, null, cancellation));
        foreach ((string name, DeclaredIntegration integration) in before.Integrations)
        {
            if (preview.Outputs?["integrations"]?[name] is not JsonObject now || old.Outputs!["integrations"]![name] is not JsonObject was)
                continue;
            if (options.ExchangeSetup)
                administrator.Run(name, integration);
            bool sameAccess = ((string[])["permissions", "mailboxAccess", "mailboxScope", "exchangeRole"]).All(part => JsonNode.DeepEquals(was[part], now[part]));
            await watch.AddAsync(name, before, sameAccess && options.Users <= mostUsers, cancellationToken).ConfigureAwait(false);
        }

        return watch;
    }

    private VerificationOptions VerificationOf(TenantServer tenant) => new VerificationOptions
    {
        Endpoints = TenantEndpoints.ForSimulatedTenant(tenant.Url, tenant.ImapPort),
        Clock = options.Clock,
    }.TrustingOnly(tenant.CertificateAuthority);

    private async Task<TenantServer> StartTenantAsync(StackFile stack, CancellationToken cancellationToken)
    {
        TenantOptions tenantOptions = new()
        {
            TenantId = stack.Text("azuread:tenantId") is { } id && Guid.TryParse(id, out Guid tenantId) && tenantId != Guid.Empty ? tenantId : new TenantOptions().TenantId,
            Domain = stack.Text($"{stack.Project}:domain") is { } domain && Uri.CheckHostName(domain) == UriHostNameType.Dns && domain.Contains('.', StringComparison.Ordinal) ? domain : new TenantOptions().Domain,
            Users = options.Users,
            // As every tenant since 2026-10-10: only listed applications may use EWS, and nobody is listed yet.
            EwsEnabled = true,
        };
        TenantServer tenant = await TenantServer.StartAsync(options.ConfigureTenant?.Invoke(tenantOptions) ?? tenantOptions, options.Clock, cancellationToken).ConfigureAwait(false);
        if (options.BeforeDeploy is { } before)
            await before(tenant).ConfigureAwait(false);
        return tenant;
    }

    /// <summary>Makes by hand what the stack takes over and the tenant does not hold; gives back the client ids given, by those configured.</summary>
    private async Task<Dictionary<string, string>> PlayColleagueAsync(TenantServer tenant, StackFile stack, CancellationToken cancellationToken)
    {
        Dictionary<string, string> given = new(StringComparer.OrdinalIgnoreCase);
        string[] names = [.. HandMade.ClientIds(stack)
            .Where(adopted => tenant.Directory.Applications.All(application => application.AppId != Guid.Parse(adopted.Value)))
            .Select(adopted => adopted.Key)];
        if (names.Length == 0)
            return given;
        await using IStackEngine engine = EngineOf(tenant);
        EngineRun made = await engine.RunAsync(HandMade.Maker(stack, names), preview: false, null, cancellationToken).ConfigureAwait(false);
        // What cannot be made has a mistake in it that the program reports of the stack itself.
        if (made.Errors.Count > 0)
            return given;
        foreach ((string name, string clientId) in HandMade.ClientIds(stack).Where(adopted => names.Contains(adopted.Key)))
        {
            given[clientId] = made.Outputs!["integrations"]![name]!["clientId"]!.GetValue<string>();
            console.MarkupLine(
                $"The rehearsal plays the colleague who once made {Markup.Escape(name)} by hand: application {Markup.Escape(clientId)} is {given[clientId]} in this tenant");
        }

        return given;
    }

    /// <summary>The one place that knows which engine a rehearsal runs on. Each engine starts with an empty state.</summary>
    private IStackEngine EngineOf(TenantServer tenant) =>
        options.Engine?.Invoke(tenant, keys) ?? new BuiltInEngine(tenant, keys, options.Timing with { Clock = options.Clock });

    /// <summary>Runs the program once and shows it.</summary>
    private async Task<EngineRun> DeployAsync(TenantServer tenant, IStackEngine engine, Pass pass, CancellationToken cancellationToken)
    {
        int before = tenant.Requests.Count;
        EngineRun run = await ShowAsync(engine, pass, cancellationToken).ConfigureAwait(false);
        writes = tenant.Requests.Skip(before).Count(request => request.IsWrite);
        advisories = run.Advisories;
        if (pass.Advise)
            page.WriteWarnings(advisories, "");
        return run;
    }

    private async Task<EngineRun> ShowAsync(IStackEngine engine, Pass pass, CancellationToken cancellationToken)
    {
        if (pass.Title is not { } title)
            return await engine.RunAsync(pass.Stack, pass.Preview, null, cancellationToken).ConfigureAwait(false);
        console.WriteLine();
        if (ConsoleReport.IsPlain(console))
        {
            console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
            PlainDeployment plain = new(console, pass.Preview, pass.ShowChanges);
            return await engine.RunAsync(pass.Stack, pass.Preview, plain, cancellationToken).ConfigureAwait(false);
        }

        LiveDeployment? live = null;
        EngineRun run = await console.Live(new Tree($"[bold]{Markup.Escape(title)}[/]")).AutoClear(true).StartAsync(display =>
            engine.RunAsync(pass.Stack, pass.Preview, live = new LiveDeployment(display, title, pass.Preview, pass.ShowChanges), cancellationToken)).ConfigureAwait(false);
        // A live display is cut to the height of the window; what stays is whole.
        console.Write(live!.Draw());
        return run;
    }

    private async Task<RehearsalResult> VerifyAsync(TenantServer tenant, EngineRun deployed, CancellationToken cancellationToken)
    {
        JsonObject outputs = deployed.Outputs!;
        string json = outputs.ToJsonString(Indented) + "\n";
        WriteFile("outputs.json", json);
        OutputsDocument document = OutputsDocument.Parse(json);
        page.WriteOutputs(document);
        PlayAdministrator(tenant, document);
        if (options.BeforeVerification is { } before)
            await before(tenant).ConfigureAwait(false);

        console.WriteLine();
        using HttpClient transport = new(tenant.CreateHandler());
        VerificationOptions verification = VerificationOf(tenant) with
        {
            Certificates = keys.All,
            // Where the application itself may not look, an operator does.
            Operator = Credential(tenant, tenant.Operator.ClientId, tenant.Operator.ClientSecret, transport),
            Deadline = options.Deadline,
        };
        VerificationReport report = await VerifyAsync(new TenantVerifier(verification), document, cancellationToken).ConfigureAwait(false);
        report = report with { Simulated = true, Strict = options.Strict };
        console.WriteLine();
        ConsoleReport.Write(console, report);

        WriteFile("verification.json", JsonReport.Render(report));
        WriteFile("report.html", HtmlReport.Render(report, FindingLinks.FromFile(Output("report.html"))));
        console.WriteLine();
        console.MarkupLine($"Written: {Markup.Escape(string.Join(", ", written.Select(RehearsalPage.Shown)))}");
        int exitCode = (int)report.Verdict.ExitCode;
        page.WriteVerdict(report.Verdict.IsReady, RehearsalPage.Sentence(report));
        return Result(deployed, exitCode) with { Report = report };
    }

    private static ClientSecretCredential Credential(TenantServer tenant, Guid clientId, string clientSecret, HttpClient transport) =>
        new(tenant.Deployer.TenantId.ToString(), clientId.ToString(), clientSecret, new ClientSecretCredentialOptions
        {
            AuthorityHost = tenant.Url,
            DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(transport),
        });

    private async Task<VerificationReport> VerifyAsync(TenantVerifier verifier, OutputsDocument document, CancellationToken cancellationToken)
    {
        if (ConsoleReport.IsPlain(console))
            return await verifier.VerifyAsync(document, new ConsoleProgress(console.Profile.Out.Writer), cancellationToken).ConfigureAwait(false);
        return await console.Status().StartAsync("Verifying", status =>
            verifier.VerifyAsync(document, new LiveProgress(status), cancellationToken)).ConfigureAwait(false);
    }

    private void PlayAdministrator(TenantServer tenant, OutputsDocument document)
    {
        ExchangeAdministrator administrator = new(tenant);
        List<(string Name, string Script, IReadOnlyList<string>? Done)> scripts = [];
        foreach ((string name, DeclaredIntegration integration) in document.Integrations)
        {
            if (integration.ExchangeSetup is not { } script)
                continue;
            WriteFile($"exchange-setup-{name}.ps1", script);
            scripts.Add((name, written[^1], options.ExchangeSetup ? administrator.Run(name, integration) : null));
        }

        page.WriteExchange(scripts);
    }

    private void LoadKeys()
    {
        try
        {
            foreach (string file in options.Certificates)
                keys.Add(CertificateFile.Load(file, options.CertificatePassword));
        }
        catch (InputException error)
        {
            throw new StackFileException(error.Errors);
        }
    }

    private RehearsalResult BadInput(IReadOnlyList<string> lines)
    {
        page.WriteErrors(lines);
        page.WriteVerdict(false, $"NOT READY: the input cannot be used, nothing was deployed (exit code {RehearsalExitCode.BadInput})");
        return new RehearsalResult { ExitCode = RehearsalExitCode.BadInput, Errors = lines, Advisories = advisories };
    }

    private RehearsalResult Failed(EngineRun run, Pass pass) => run.Refused ? DeployFailed(run, pass.Preview) : BadInput(run.Errors);

    private RehearsalResult DeployFailed(EngineRun run, bool preview)
    {
        console.WriteLine();
        page.WriteErrors(run.Errors);
        string done = preview ? "nothing was deployed" : $"done before that: {StepText.Counts(run.Steps, false)}";
        page.WriteVerdict(false, $"NOT READY: the deploy failed, {done} (exit code {RehearsalExitCode.DeployFailed})");
        return Result(run, RehearsalExitCode.DeployFailed) with { Errors = run.Errors };
    }

    private RehearsalResult Result(EngineRun run, int exitCode) => new()
    {
        ExitCode = exitCode,
        Outputs = run.Outputs,
        Steps = run.Steps,
        Writes = writes,
        DeclaredResources = run.Declared,
        Resources = run.Resources,
        Advisories = advisories,
    };

    private static OutputsDocument DocumentOf(EngineRun run) => OutputsDocument.Parse(run.Outputs!.ToJsonString());

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string Output(string name) => Path.Combine(Path.GetFullPath(options.OutputDirectory), name);

    private void WriteFile(string name, string content)
    {
        string file = Output(name);
        OutputFolder.Write(file, content);
        if (!written.Contains(file))
            written.Add(file);
    }

    /// <summary>One run of the program: what is declared, and what of it is shown.</summary>
    private sealed record Pass(StackFile Stack, bool Preview)
    {
        /// <summary>The heading; null to show nothing.</summary>
        public string? Title { get; init; }

        /// <summary>Show each changed property.</summary>
        public bool ShowChanges { get; init; }

        /// <summary>Show the program's advisories.</summary>
        public bool Advise { get; init; }
    }
}
