using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Http;
using Spectre.Console;
using TenantOnboarding.Rehearsal.Change;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Exchange;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Rehearsal.Terminal;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using DeclaredIntegration = TenantOnboarding.Verification.Outputs.IntegrationOutputs;

namespace TenantOnboarding.Rehearsal;

/// <summary>
/// Rehearses a change: deploys the state before it, then the change onto the same tenant while every application is watched, and verifies
/// the outcome.
/// </summary>
internal sealed class ChangeRehearsal(RehearsalContext context)
{
    private const string OldPreviewPhase = "preview of the state before";
    private const string OldDeployPhase = "deployment of the state before";
    private const string PreviewPhase = "preview of the change";
    private const string DeployPhase = "deployment of the change";
    private const int MostUsersWatched = 1000;

    private static readonly string[] AccessParts = ["permissions", "mailboxAccess", "mailboxScope", "exchangeRole"];

    /// <summary>Rehearses.</summary>
    public async Task<RehearsalResult> RunAsync(CancellationToken cancellationToken)
    {
        RehearsalOptions options = context.Options;
        context.Phases.Plan(
            [OldPreviewPhase, OldDeployPhase, PreviewPhase, .. (string[])(options.Preview ? [] : [DeployPhase, TenantVerification.Phase])]);
        using ChangeSource change = OpenChange();
        StandInCertificates standIns = new(context.Output("certificates"), context.Keys, options.Clock);
        StackFile before = standIns.Replace(change.Before);
        StackFile after = standIns.Replace(change.After);
        context.Page.WriteStandIns(standIns);
        if (options.Engine is { } engines)
            await engines.PrepareAsync([change.Before, change.After], cancellationToken);

        await using TenantRun run = await TenantRun.StartAsync(context, after, before, cancellationToken);
        (before, after) = await CreateApplicationsToAdoptAsync(run, before, after, cancellationToken);
        await using IStackEngine engine = run.NewStack();
        Pass oldPreview = new(OldPreviewPhase, before, Preview: true);
        EngineRun old = await run.DeployAsync(engine, oldPreview, cancellationToken);
        if (old.Errors.Count > 0)
            return context.Failed(old, oldPreview);
        Pass oldUp = new(OldDeployPhase, before, Preview: false) { Title = $"Before: deploying {before.Source}" };
        old = await run.DeployAsync(engine, oldUp, cancellationToken);
        if (old.Errors.Count > 0)
            return context.Failed(old, oldUp);
        context.Console.MarkupLine($"  {Markup.Escape(StepText.Counts(old.Steps, false))}");

        string title = $"Change: {before.Source} → {after.Source}";
        Pass preview =
            new(PreviewPhase, after, Preview: true) { Title = options.Preview ? title : null, ShowChanges = true, Advise = true };
        EngineRun planned = await run.DeployAsync(engine, preview, cancellationToken);
        if (planned.Errors.Count > 0)
            return context.Failed(planned, preview);
        if (options.Preview)
        {
            context.Page.WriteVerdict(true, $"preview of the change: {StepText.Counts(planned.Steps, true)}; the change was not deployed");
            return context.Result(planned, RehearsalExitCode.Ready);
        }

        using HttpClient http = new(run.Tenant.CreateHandler());
        KeyWatch watch = await WatchAsync(run.Tenant, http, old, planned, cancellationToken);
        Pass up = new(DeployPhase, after, Preview: false) { Title = title, ShowChanges = true };
        EngineRun now = await DeployWatchedAsync(run, engine, up, watch, cancellationToken);
        if (now.Errors.Count > 0)
            return context.Failed(now, up);
        context.Console.MarkupLine($"  {Markup.Escape(StepText.Counts(now.Steps, false))}");
        IReadOnlyList<AccessChange> access = AccessChanges.Between(old.Document, now.Document, now.Steps);
        context.Page.WritePermissionChanges(access);
        context.Page.WriteWatch(watch);
        context.Page.WriteWarnings(KeyWatch.WithoutOverlap(old.Document, now.Document), "  ");

        RehearsalResult result = await new TenantVerification(context, run.Tenant, run.Replication).RunAsync(now, cancellationToken);
        result = result with { AccessChanges = access, StandIns = standIns.Originals };
        return watch.Interruptions.Count == 0 ? result : result with
        {
            ExitCode = RehearsalExitCode.SignInInterrupted,
            Errors = [.. result.Errors, .. watch.Interruptions],
        };
    }

    private ChangeSource OpenChange()
    {
        RehearsalOptions options = context.Options;
        if (options.FromGit is not { } commit)
            return ChangeSource.FromFiles(options.RootDirectory, options.From, options.To);
        if (options.From is not null)
        {
            throw new StackFileException(
                $"--from-git and --from: \"{commit}\" and \"{options.From}\" both name the state before the change; expected one of the "
                    + "two; leave one out");
        }
        return ChangeSource.FromGit(commit, options switch
        {
            { To: { } to } => StackFile.LoadFile(options.RootDirectory, to, "--to"),
            { ConfigFile: { } file } => StackFile.LoadFile(options.RootDirectory, file),
            _ => StackFile.Load(options.RootDirectory, options.Stack),
        });
    }

    private static async Task<(StackFile Before, StackFile After)> CreateApplicationsToAdoptAsync(
        TenantRun run, StackFile before, StackFile after, CancellationToken cancellationToken)
    {
        Dictionary<string, string> given = await run.CreateApplicationsToAdoptAsync(before, cancellationToken);
        before = AdoptedApplications.Replace(before, given);
        foreach ((string clientId, string real) in await run.CreateApplicationsToAdoptAsync(AdoptedApplications.Replace(after, given),
            cancellationToken))
            given[clientId] = real;
        return (before, AdoptedApplications.Replace(after, given));
    }

    private static async Task<EngineRun> DeployWatchedAsync(TenantRun run, IStackEngine engine, Pass pass, KeyWatch watch,
        CancellationToken cancellationToken)
    {
        Func<RequestRecord, Task>? others = run.Tenant.AfterRequest;
        run.Tenant.AfterRequest = async record =>
        {
            if (others is not null)
                await others(record);
            if (record.IsWrite)
                await watch.LookAsync($"{record.Method} {Uri.UnescapeDataString(record.PathAndQuery)}", cancellationToken);
        };
        try
        {
            return await run.DeployAsync(engine, pass, cancellationToken);
        }
        finally
        {
            run.Tenant.AfterRequest = others;
        }
    }

    /// <summary>Watches every integration that stays; those whose access the change leaves alone with their mailboxes.</summary>
    private async Task<KeyWatch> WatchAsync(TenantServer tenant, HttpClient http, EngineRun old, EngineRun planned,
        CancellationToken cancellationToken)
    {
        SignInProbe probe = new(tenant.Url, tenant.Deployer.TenantId, http, context.Options.Clock);
        KeyWatch watch = new(probe, context.Keys, (document, certificate, cancellation) =>
            new TenantVerifier(
                TenantVerification.OptionsFor(tenant, context.Options) with { Certificates = [certificate], Deadline = TimeSpan.Zero })
                .VerifyAsync(document, null, cancellation));
        ExchangeAdministrator administrator = new(tenant);
        foreach ((string name, DeclaredIntegration integration) in old.Document.Integrations)
        {
            // A preview does not know every output, so it makes no whole document.
            if (planned.Outputs?["integrations"]?[name] is not JsonObject now || old.Outputs?["integrations"]?[name] is not JsonObject was)
                continue;
            if (context.Options.ExchangeSetup)
                administrator.Run(name, integration);
            bool sameAccess = AccessParts.All(part => JsonNode.DeepEquals(was[part], now[part]));
            await watch.AddAsync(name, old.Document, sameAccess && context.Options.Users <= MostUsersWatched, cancellationToken);
        }
        return watch;
    }
}
