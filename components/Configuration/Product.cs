namespace TenantOnboarding.Configuration;

/// <summary>What is made ready. A product is a preset: which permissions, which sign-in, which checks.</summary>
public enum Product
{
    /// <summary>MailStore Server; <c>mailstore-server</c>.</summary>
    MailStoreServer,

    /// <summary>MailStore Service Provider Edition, with an instance's alias in its redirect URI; <c>mailstore-spe</c>.</summary>
    MailStoreSpe,

    /// <summary>Activate, automation over Exchange Online PowerShell; <c>activate</c>.</summary>
    Activate,

    /// <summary>Any other product: the permissions are named one by one; <c>custom</c>.</summary>
    Custom,
}
