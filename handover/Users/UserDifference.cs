namespace TenantOnboarding.HandOver.Users;

/// <summary>A user in whom MailStore and the verification differ.</summary>
/// <param name="Kind">How.</param>
/// <param name="UserName">The account.</param>
/// <param name="Words">For people.</param>
public sealed record UserDifference(UserDifferenceKind Kind, string UserName, string Words);
