using Spectre.Console;
using TenantOnboarding.Rehearsal.Change;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Rehearsal.Terminal;

namespace TenantOnboarding.Rehearsal;

/// <summary>Rehearses one stack: previews it, deploys it into an empty tenant and verifies the outcome.</summary>
internal sealed class StackRehearsal(RehearsalContext context)
{
    private const string PreviewPhase = "preview";
    private const string DeployPhase = "deployment";

    /// <summary>Rehearses.</summary>
    public async Task<RehearsalResult> RunAsync(CancellationToken cancellationToken)
    {
        RehearsalOptions options = context.Options;
        context.Phases.Plan(options.Preview ? [PreviewPhase] : [PreviewPhase, DeployPhase, TenantVerification.Phase]);
        StackFile stack = options.ConfigFile is { } file
            ? StackFile.LoadFile(options.RootDirectory, file)
            : StackFile.Load(options.RootDirectory, options.Stack);
        StandInCertificates standIns = new(context.Output("certificates"), context.Keys, options.Clock);
        StackFile effective = standIns.Replace(stack);
        context.Page.WriteStandIns(standIns);
        if (options.Engine is { } engines)
            await engines.PrepareAsync([stack], cancellationToken);

        await using TenantRun run = await TenantRun.StartAsync(context, effective, null, cancellationToken);
        effective = AdoptedApplications.Replace(effective, await run.CreateApplicationsToAdoptAsync(effective, cancellationToken));
        await using IStackEngine engine = run.NewStack();
        Pass preview = new(PreviewPhase, effective, Preview: true) { Title = options.Preview ? "Preview" : null, Advise = true };
        EngineRun planned = await run.DeployAsync(engine, preview, cancellationToken);
        if (planned.Errors.Count > 0)
            return context.Failed(planned, preview);
        if (options.Preview)
        {
            context.Page.WriteVerdict(true, $"preview: {StepText.Counts(planned.Steps, true)}; nothing was deployed");
            return context.Result(planned, RehearsalExitCode.Ready);
        }

        Pass up = new(DeployPhase, effective, Preview: false) { Title = $"Deploying stack {stack.Stack}" };
        EngineRun deployed = await run.DeployAsync(engine, up, cancellationToken);
        if (deployed.Errors.Count > 0)
            return context.Failed(deployed, up);
        context.Console.MarkupLine($"  {Markup.Escape(StepText.Counts(deployed.Steps, false))}");
        RehearsalResult result = await new TenantVerification(context, run.Tenant, run.Replication).RunAsync(deployed, cancellationToken);
        return result with
        {
            AccessChanges = AccessChanges.Between(null, deployed.Document, deployed.Steps),
            StandIns = standIns.Originals,
        };
    }
}
