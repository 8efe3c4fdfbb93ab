using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Adoption;
using TenantOnboarding.Configuration;

namespace TenantOnboarding.Components;

/// <summary>The application registration, its service principal (enterprise application) and its owners.</summary>
public sealed class Registration : ComponentResource
{
    /// <summary>The tag by which the portal lists a service principal under "Enterprise applications", as it does for those that it makes itself.</summary>
    internal const string EnterpriseApplicationTag = "WindowsAzureActiveDirectoryIntegratedApp";

    private const string TokenVersion = "requestedAccessTokenVersion";

    /// <summary>The version that the provider gives an application for which none is declared.</summary>
    private const int DefaultTokenVersion = 2;

    /// <summary>
    /// What this program never declares and somebody may have set, adopted or not. It is ignored always: ignored only while an application is adopted, it would
    /// be cleared as soon as adoption is no longer configured.
    /// </summary>
    private static readonly string[] UnmanagedOfApplication =
    [
        "description", "groupMembershipClaims", "homepageUrl", "marketingUrl", "notes", "privacyStatementUrl", "serviceManagementReference", "supportUrl",
        "termsOfServiceUrl",
    ];

    /// <summary>
    /// The same of the service principal. Its feature tags and features are not among them: the provider derives them from the tags, and refuses both together.
    /// </summary>
    private static readonly string[] UnmanagedOfServicePrincipal =
    [
        "accountEnabled", "alternativeNames", "appRoleAssignmentRequired", "description", "loginUrl", "notes", "notificationEmailAddresses", "owners",
        "preferredSingleSignOnMode", "samlSingleSignOn",
    ];

    /// <param name="name">The component's name; its children's names begin with it.</param>
    /// <param name="integration">What is registered.</param>
    /// <param name="protect">True where neither may be deleted: the product is set up with their ids.</param>
    /// <param name="existing">The application that is taken over, or null.</param>
    /// <param name="options">The component's options; its children take the provider from there.</param>
    internal Registration(string name, IntegrationConfiguration integration, bool protect, ExistingApplication? existing, ComponentResourceOptions options)
        : base("tenant-onboarding:index:Registration", name, options)
    {
        // An application that is taken over is declared as it is, until the configuration says that it shall be aligned.
        ExistingApplication? asItIs = existing is { Aligns: false } ? existing : null;
        CustomResourceOptions ofApplication = new() { Parent = this, Protect = protect, IgnoreChanges = [.. UnmanagedOfApplication] };
        // An import's null is read as 0, which the provider refuses where it is ignored: so it is declared as what it means, and left alone from then on.
        int? otherVersion = existing is { TokenVersion: not DefaultTokenVersion } ? existing.TokenVersion : null;
        if (otherVersion is null)
            ofApplication.IgnoreChanges.Add(TokenVersion);
        Application = new ApplicationRegistration(
            $"{name}/application",
            new ApplicationRegistrationArgs
            {
                DisplayName = asItIs?.DisplayName ?? integration.DisplayName,
                SignInAudience = asItIs?.SignInAudience ?? "AzureADMyOrg",
                // Both always explicit, so that a click on either in the portal is a difference in the next preview.
                ImplicitIdTokenIssuanceEnabled = asItIs?.IssuesIdTokens ?? integration.SignIn is not null,
                ImplicitAccessTokenIssuanceEnabled = asItIs?.IssuesAccessTokens ?? false,
                LogoutUrl = asItIs?.LogoutUrl!,
                RequestedAccessTokenVersion = otherVersion is { } version ? version : null!,
            },
            ofApplication.Import(existing is null ? null : ImportIds.Application(existing.ApplicationObjectId)));

        Resource last = Application;
        foreach (string owner in integration.Owners)
        {
            last = new ApplicationOwner(
                $"{name}/owners/{owner}",
                new ApplicationOwnerArgs { ApplicationId = Application.Id, OwnerObjectId = owner },
                new CustomResourceOptions { Parent = this, DependsOn = { last } }.Import(
                    existing?.Owners.Contains(owner) == true ? ImportIds.Owner(existing.ApplicationObjectId, owner) : null));
        }

        ServicePrincipal = new ServicePrincipal(
            $"{name}/service-principal",
            new ServicePrincipalArgs
            {
                ClientId = Application.ClientId,
                Tags = asItIs?.ServicePrincipalObjectId is null ? [EnterpriseApplicationTag] : asItIs.ServicePrincipalTags.ToList(),
            },
            new CustomResourceOptions { Parent = this, Protect = protect, DependsOn = { last }, IgnoreChanges = [.. UnmanagedOfServicePrincipal] }.Import(
                existing?.ServicePrincipalObjectId is { } objectId ? ImportIds.ServicePrincipal(objectId) : null));

        RegisterOutputs(new Dictionary<string, object?>
        {
            ["clientId"] = Application.ClientId,
            ["applicationObjectId"] = Application.ObjectId,
            ["servicePrincipalObjectId"] = ServicePrincipal.ObjectId,
        });
    }

    /// <summary>The application registration.</summary>
    public ApplicationRegistration Application { get; }

    /// <summary>The service principal of the application in this tenant.</summary>
    public ServicePrincipal ServicePrincipal { get; }
}
