namespace TenantOnboarding.HandOver.Sheets;

/// <summary>One line of a sheet.</summary>
/// <param name="Act">What to do.</param>
/// <param name="Field">The field, in the words of the product's dialog.</param>
/// <param name="Value">What belongs there, to be copied as it is.</param>
/// <param name="Note">What to know about it, a whole sentence; null where nothing is.</param>
public sealed record SheetEntry(SheetAct Act, string Field, string Value, string? Note = null);
