using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Adoption;
using TenantOnboarding.Configuration;

namespace TenantOnboarding.Components;

/// <summary>The application registration, its service principal (enterprise application) and its owners.</summary>
public sealed class Registration : ComponentResource
{
    /// <summary>The tag by which the portal lists a service principal under "Enterprise applications", as it does for those that it makes itself.</summary>
    private const string EnterpriseApplicationTag = "WindowsAzureActiveDirectoryIntegratedApp";

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
            },
            new CustomResourceOptions { Parent = this, Protect = protect }.Import(
                existing is null ? null : ImportIds.Application(existing.ApplicationObjectId),
                "description", "groupMembershipClaims", "homepageUrl", "marketingUrl", "notes", "privacyStatementUrl",
                "requestedAccessTokenVersion", "serviceManagementReference", "supportUrl", "termsOfServiceUrl"));

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
            new ServicePrincipalArgs { ClientId = Application.ClientId, Tags = asItIs?.ServicePrincipalObjectId is null ? [EnterpriseApplicationTag] : asItIs.ServicePrincipalTags.ToList() },
            new CustomResourceOptions { Parent = this, Protect = protect, DependsOn = { last } }.Import(
                existing?.ServicePrincipalObjectId is { } objectId ? ImportIds.ServicePrincipal(objectId) : null,
                "accountEnabled", "alternativeNames", "appRoleAssignmentRequired", "description", "featureTags", "features", "loginUrl", "notes",
                "notificationEmailAddresses", "owners", "preferredSingleSignOnMode", "samlSingleSignOn"));

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
