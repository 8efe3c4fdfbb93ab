using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>What came of one run of the program.</summary>
internal sealed record EngineRun
{
    private OutputsDocument? _document;

    /// <summary>What was done to each resource, or in a preview would be, in order.</summary>
    public IReadOnlyList<DeploymentStep> Steps { get; init; } = [];

    /// <summary>What the program declared, components included, in order of declaration.</summary>
    public IReadOnlyList<DeclaredResource> Declared { get; init; } = [];

    /// <summary>The resources that the stack holds after the run; after a preview those that it held before.</summary>
    public IReadOnlyList<DeployedResource> Resources { get; init; } = [];

    /// <summary>
    /// The stack's outputs, secrets in plain text and without what a preview does not know; null where the program did not get that far.
    /// </summary>
    public JsonObject? Outputs { get; init; }

    /// <summary>The outputs as their readers understand them; only of a run that went through and was no preview.</summary>
    /// <exception cref="OutputsException">They are not what the schema of outputs describes.</exception>
    public OutputsDocument Document =>
        _document ??= OutputsDocument.Parse((Outputs ?? throw new InvalidOperationException("the run has no outputs")).ToJsonString());

    /// <summary>What the program advises of.</summary>
    public IReadOnlyList<string> Advisories { get; init; } = [];

    /// <summary>What it sat through, as far as the engine says so: Pulumi and its providers keep that to themselves.</summary>
    public Weather Weather { get; init; } = Weather.Calm;

    /// <summary>Why it failed, line by line; empty where it did not.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>
    /// Where it failed: true if the engine, a provider or the tenant refused; false if the program itself did, before it declared
    /// anything.
    /// </summary>
    public bool Refused { get; init; }
}
