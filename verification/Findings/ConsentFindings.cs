using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about permissions and the administrator's consent to them.</summary>
internal static class ConsentFindings
{
    private static readonly Uri AdminConsent = new("https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent");

    public static readonly FindingKind NotGrantedKind = new("PERMISSION_NOT_GRANTED", Severity.Error)
    {
        Meaning = "Tokens of the application do not carry this permission: the administrator's consent is missing or has not spread yet.",
        Fix = "Deploy the stack again (it grants the consent), or choose 'Grant admin consent' on the application's API permissions.",
        Source = AdminConsent,
    };

    public static readonly FindingKind NotAssignedKind = new("PERMISSION_NOT_ASSIGNED", Severity.Error)
    {
        Meaning = "The app role assignment that is the administrator's consent is missing.",
        Fix = "Deploy the stack again (it grants the consent).",
        Source = AdminConsent,
    };

    public static readonly FindingKind ApiMissingKind = new("API_MISSING", Severity.Error)
    {
        Meaning = "The tenant has no service principal of an API that the stack uses.",
        Fix = "Add it with `az ad sp create --id APPLICATION_ID_OF_THE_API` and deploy the stack again.",
    };

    public static readonly FindingKind ApiAssignmentRequiredKind = new("API_ASSIGNMENT_REQUIRED", Severity.Error)
    {
        Meaning = "An API gives tokens only to applications that are assigned to it, and this one is not (AADSTS501051): 'Assignment "
            + "required' is on at the API's enterprise application, and no application permission of it is granted.",
        Fix = "Deploy the stack again (it grants the consent, which is the assignment), or switch 'Assignment required' off.",
        Source = new("https://learn.microsoft.com/entra/identity/enterprise-apps/what-is-access-management"),
    };

    public static readonly FindingKind IdInvalidKind = new("PERMISSION_ID_INVALID", Severity.Error)
    {
        Meaning = "A permission's id belongs to no permission, or to another one, in this tenant.",
        Fix = "Deploy the stack again with a current release; remove permissions that were added by hand.",
    };

    public static readonly FindingKind NotDeclaredKind = new("PERMISSION_NOT_DECLARED", Severity.Warning)
    {
        Meaning = "The application holds a permission that the stack does not declare. Somebody granted it by hand, or an "
            + "interrupted deploy left it behind.",
        Fix = "Declare it, or revoke it on the enterprise application's permissions.",
        Source = new("https://learn.microsoft.com/entra/identity/enterprise-apps/manage-application-permissions"),
    };

    public static readonly FindingKind DelegatedNotGrantedKind = new("DELEGATED_PERMISSION_NOT_GRANTED", Severity.Error)
    {
        Meaning = "The delegated permission is not granted for all users: each would be asked at first sign-in, or be refused.",
        Fix = "Deploy the stack again (it grants the consent).",
        Source = AdminConsent,
    };

    public static readonly FindingKind DelegatedNotDeclaredKind = new("DELEGATED_PERMISSION_NOT_DECLARED", Severity.Warning)
    {
        Meaning = "The application holds delegated permissions that the stack does not declare. "
            + "Somebody granted them by hand, or an interrupted deploy left them behind.",
        Fix = "Declare them, or revoke them on the enterprise application's permissions.",
        Source = new("https://learn.microsoft.com/entra/identity/enterprise-apps/manage-application-permissions"),
    };

    public static Finding NotGranted(PermissionOutputs permission, IReadOnlyCollection<string> roles) => NotGrantedKind.About(
        Name(permission), detail: $"roles in the token: {Text(roles)}") with
    {
        WaitingFor = $"{permission.Value} to appear in tokens",
    };

    public static Finding NotAssigned(PermissionOutputs permission) => NotAssignedKind.About(Name(permission)) with
    {
        WaitingFor = $"the assignment of {permission.Value} to be listed",
    };

    public static Finding ApiMissing(PermissionOutputs permission) => ApiMissingKind.About(
        permission.Api, $"The tenant has no service principal of {permission.Api} ({permission.ApiClientId}).") with
    {
        Fix = $"Add it with `az ad sp create --id {permission.ApiClientId}` and deploy the stack again.",
    };

    public static Finding ApiAssignmentRequired(Guid clientId, string detail) =>
        ApiAssignmentRequiredKind.About(clientId.ToString(), detail: detail) with
        {
            WaitingFor = "the application to be assigned to the API",
        };

    public static Finding IdOfAnother(PermissionOutputs permission, string? owner) => IdInvalidKind.About(
        Name(permission), $"The id {permission.Id} belongs to {owner ?? "a permission without a name"} in this tenant.") with
    {
        Fix = "Deploy the stack again with a current release.",
    };

    public static Finding IdUnknown(Guid clientId, string detail) => IdInvalidKind.About(
        clientId.ToString(), "The registration asks for a permission id that the API does not have.", detail) with
    {
        Fix = "Deploy the stack again; remove permissions that were added by hand.",
    };

    public static Finding NotDeclared(string api, string role) =>
        NotDeclaredKind.About($"{api}: {role}", "The application holds a permission that the stack does not declare.");

    public static Finding DelegatedNotGranted(PermissionOutputs permission) => DelegatedNotGrantedKind.About(Name(permission)) with
    {
        WaitingFor = $"the delegated {permission.Value} to be listed",
    };

    public static Finding DelegatedNotDeclared(IEnumerable<string> scopes, bool forAllUsers) => DelegatedNotDeclaredKind.About(
        string.Join(", ", scopes),
        $"The application holds delegated permissions that the stack does not declare "
            + $"({(forAllUsers ? "for all users" : "for one user")}).");

    private static string Text(IReadOnlyCollection<string> roles) =>
        roles.Count == 0 ? "none" : string.Join(", ", roles.Order(StringComparer.Ordinal));

    private static string Name(PermissionOutputs permission) => $"{permission.Api}: {permission.Value}";
}
