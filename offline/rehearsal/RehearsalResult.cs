using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Change;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Rehearsal;

/// <summary>What came of a rehearsal.</summary>
public sealed record RehearsalResult
{
    /// <summary>0 when the tenant is ready; the others are in <see cref="RehearsalExitCode"/> and in the verification's own list.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The lines that say why nothing was, or not all was, deployed.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The stack outputs, secrets in plain text; null where the deploy did not get that far.</summary>
    public JsonObject? Outputs { get; init; }

    /// <summary>What the deploy did, in order; of a change, what the second deploy did.</summary>
    public IReadOnlyList<DeploymentStep> Steps { get; init; } = [];

    /// <summary>How many requests of that deploy changed the tenant.</summary>
    public int Writes { get; init; }

    /// <summary>What the program declared, in order of declaration.</summary>
    public IReadOnlyList<DeclaredResource> DeclaredResources { get; init; } = [];

    /// <summary>What the program advised of, such as an end date.</summary>
    public IReadOnlyList<string> Advisories { get; init; } = [];

    /// <summary>
    /// What applications may do more or less than before, every widening first; of one stack alone, everything that they may do.
    /// Null where it was not deployed.
    /// </summary>
    public IReadOnlyList<AccessChange>? AccessChanges { get; init; }

    /// <summary>
    /// The thumbprints of configured certificates, by those of the ones that the rehearsal made in their place: these stand in
    /// <see cref="AccessChanges"/> and in names of resources.
    /// </summary>
    public IReadOnlyDictionary<string, string> StandIns { get; init; } = new Dictionary<string, string>();

    /// <summary>What the verification proved; null where it did not run.</summary>
    public VerificationReport? Report { get; init; }

    /// <summary>The resources of the stack after the deploy.</summary>
    public IReadOnlyList<DeployedResource> Resources { get; init; } = [];
}
