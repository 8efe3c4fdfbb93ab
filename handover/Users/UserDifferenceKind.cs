namespace TenantOnboarding.HandOver.Users;

/// <summary>How a user of MailStore differs from the verified one.</summary>
public enum UserDifferenceKind
{
    /// <summary>The verification has it, MailStore neither has nor would bring it.</summary>
    Missing,
    /// <summary>MailStore has or would bring it, the verification leaves it out.</summary>
    Extra,
    /// <summary>Both have it, not alike.</summary>
    Differs,
}
