using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Rehearsal;

/// <summary>One run of the program against the tenant.</summary>
internal sealed record DeploymentRun(DeploymentState State, IReadOnlyList<DeploymentStep> Steps, IReadOnlyList<DeclaredResource> Declared, JsonObject? Outputs)
{
    /// <summary>Why it failed, line by line; empty where it did not.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>True if the tenant, or a provider's schema, refused; false if the program itself did.</summary>
    public bool Refused { get; init; }

    /// <summary>Requests that changed the tenant.</summary>
    public int Writes { get; init; }

    /// <summary>The result to end with, where the run failed; else null.</summary>
    public RehearsalResult? Failed { get; init; }

    /// <summary>The outputs as their readers understand them.</summary>
    public OutputsDocument Document() => OutputsDocument.Parse(Outputs!.ToJsonString());

    /// <summary>The run as the result of a rehearsal.</summary>
    public RehearsalResult ToResult(int exitCode) => new()
    {
        ExitCode = exitCode,
        Outputs = Outputs,
        Steps = Steps,
        Writes = Writes,
        DeclaredResources = Declared,
        State = State,
    };
}
