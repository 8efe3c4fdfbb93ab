using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Directory;

/// <summary>What an account is called and reached under. A tenant has many accounts, so they are kept small, and read where they are
/// needed.</summary>
/// <param name="displayName">Its display name.</param>
/// <param name="userPrincipalName">Its user principal name.</param>
/// <param name="mail">Primary SMTP address; null where the account has none.</param>
/// <param name="addresses">Every SMTP address under which mail reaches the account, the primary one included.</param>
internal readonly struct AccountNames(string displayName, string userPrincipalName, string? mail = null,
    params IReadOnlyList<string> addresses)
{
    private const int Display = 0, Principal = 1, Primary = 2, FirstAddress = 3;

    private readonly FrontCoded _texts = new([displayName, userPrincipalName, mail, .. addresses]);

    public string DisplayName => _texts[Display]!;
    public string UserPrincipalName => _texts[Principal]!;
    public string? Mail => _texts[Primary];

    public IReadOnlyList<string> Addresses
    {
        get
        {
            string[] addresses = new string[_texts.Count - FirstAddress];
            for (int i = 0; i < addresses.Length; i++)
                addresses[i] = _texts[FirstAddress + i]!;
            return addresses;
        }
    }

    /// <summary>Orders by user principal name, without case.</summary>
    public static int Compare(AccountNames one, AccountNames other) => FrontCoded.Compare(one._texts, other._texts, Principal);
}
