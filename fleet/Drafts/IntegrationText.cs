namespace TenantOnboarding.Fleet.Drafts;

/// <summary>An integration as a stack file has it.</summary>
/// <param name="Name">Its logical name.</param>
/// <param name="Settings">Its settings, in the order of the file.</param>
internal sealed record IntegrationText(string Name, IReadOnlyList<SettingText> Settings)
{
    /// <summary>What is said above it, a line each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>What is said behind its name, or null.</summary>
    public string? Comment { get; init; }
}
