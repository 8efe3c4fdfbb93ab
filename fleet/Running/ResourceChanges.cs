using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Fleet.Running;

/// <summary>The steps of a deployment as changes of resources.</summary>
internal static class ResourceChanges
{
    /// <summary>Every resource that does not stay as it is, each once: a replacement counts with its making.</summary>
    public static IReadOnlyList<ResourceChange> Of(IEnumerable<DeploymentStep> steps) =>
    [
        .. from step in steps
           let kind = KindOf(step.Kind)
           where kind is not null && !step.IsComponent
           select new ResourceChange(kind.Value, step.Name, step.ShortType,
               kind is ResourceChangeKind.Added or ResourceChangeKind.Removed
                   ? [] : [.. step.Changes.Select(change => change.Property).Distinct(StringComparer.Ordinal)]),
    ];

    private static ResourceChangeKind? KindOf(StepKind kind) => kind switch
    {
        StepKind.Created => ResourceChangeKind.Added,
        StepKind.Updated => ResourceChangeKind.Changed,
        StepKind.Replaced => ResourceChangeKind.Replaced,
        StepKind.Imported or StepKind.ImportedAndUpdated => ResourceChangeKind.TakenOver,
        StepKind.Deleted => ResourceChangeKind.Removed,
        StepKind.Unchanged or StepKind.DeletedAfterReplacement => null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
