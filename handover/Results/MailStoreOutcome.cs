using TenantOnboarding.HandOver.Settings;
using TenantOnboarding.HandOver.Users;

namespace TenantOnboarding.HandOver.Results;

/// <summary>How a MailStore stands to what is declared and verified.</summary>
/// <param name="MailStore">The MailStore.</param>
/// <param name="Integration">Logical name of the integration.</param>
public sealed record MailStoreOutcome(string MailStore, string Integration)
{
    /// <summary>The settings of its directory services; after setting, as they were read back.</summary>
    public required IReadOnlyList<Setting> Settings { get; init; }

    /// <summary>Whether settings that differed were to be set.</summary>
    public bool SetAsked { get; init; }

    /// <summary>Names of the settings that were set; <see cref="Settings"/> says what was read back.</summary>
    public IReadOnlyList<string> WereSet { get; init; } = [];

    /// <summary>Its users next to the verified ones; null where they were not compared.</summary>
    public UserComparison? Users { get; init; }

    /// <summary>Whether anything is not as declared or verified, or was to be set and is not recognized.</summary>
    public bool Differs => Users is { Differences.Count: > 0 } || Settings.Any(setting =>
        setting.State == SettingState.Differs || (SetAsked && setting.State == SettingState.NotRecognized));
}
