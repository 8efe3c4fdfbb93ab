namespace TenantOnboarding.Fleet.Migration;

/// <summary>A change in a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where what is replaced ends.</param>
/// <param name="Text">What stands there instead.</param>
internal readonly record struct SourceEdit(int Start, int End, string Text);
