namespace TenantOnboarding.Fleet.Ci;

/// <summary>An issue that this program keeps, wherever it is.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Stack">The stack that it is about; null where only its text says so.</param>
/// <param name="Text">Its text, as the service has it.</param>
/// <param name="IsOpen">Whether it is open.</param>
/// <param name="IsNotPlanned">Whether somebody closed it as not planned.</param>
internal sealed record OwnIssue(int Number, string? Stack, string Text, bool IsOpen, bool IsNotPlanned);
