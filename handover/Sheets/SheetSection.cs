namespace TenantOnboarding.HandOver.Sheets;

/// <summary>A part of a product's dialogs.</summary>
/// <param name="Title">Its heading there.</param>
/// <param name="Where">How to get there; null where it follows from the section before.</param>
/// <param name="Entries">What to do there, in its order.</param>
public sealed record SheetSection(string Title, string? Where, IReadOnlyList<SheetEntry> Entries);
