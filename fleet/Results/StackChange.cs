using TenantOnboarding.Rehearsal.Change;

namespace TenantOnboarding.Fleet.Results;

/// <summary>What a change does to a stack.</summary>
public sealed record StackChange
{
    /// <summary>What the state after it was compared with: a commit, or <c>tenant</c>; null where the stack is new.</summary>
    public string? Before { get; init; }

    /// <summary>What applications may do more or less than before, every widening first; null where that is not known.</summary>
    public IReadOnlyList<AccessChange>? Access { get; init; }

    /// <summary>Every resource that does not stay as it is.</summary>
    public IReadOnlyList<ResourceChange> Resources { get; init; } = [];
}
