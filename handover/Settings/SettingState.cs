namespace TenantOnboarding.HandOver.Settings;

/// <summary>How a setting of MailStore stands to what is declared.</summary>
public enum SettingState
{
    /// <summary>As declared.</summary>
    Same,
    /// <summary>Not as declared.</summary>
    Differs,
    /// <summary>MailStore's object has no field that is known for it, or several.</summary>
    NotRecognized,
}
