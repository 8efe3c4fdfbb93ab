namespace TenantOnboarding.Rehearsal.Values;

/// <summary>One property that differs.</summary>
/// <param name="Property">The input's name.</param>
/// <param name="Before">Its value before, as a person reads it.</param>
/// <param name="After">Its value after.</param>
/// <param name="Drift">True if the declaration did not change but the tenant was changed behind its back.</param>
/// <param name="Removed">List items that are gone.</param>
/// <param name="Added">List items that are new.</param>
public sealed record PropertyChange(string Property, string Before, string After, bool Drift, IReadOnlyList<string> Removed,
    IReadOnlyList<string> Added);
