namespace TenantOnboarding.HandOver.Sheets;

/// <summary>What one product has to be told.</summary>
/// <param name="Integration">Logical name of the integration.</param>
/// <param name="DisplayName">Display name of its application.</param>
/// <param name="Product">What the product is called.</param>
/// <param name="Sections">The product's dialogs, in the order in which they are filled in.</param>
public sealed record ProductSheet(string Integration, string DisplayName, string Product, IReadOnlyList<SheetSection> Sections);
