using Pulumi;
using Pulumi.AzureAD;

namespace TenantOnboarding.Components;

/// <summary>The application registration, its service principal (enterprise application) and its owners.</summary>
public sealed class Registration : ComponentResource
{
    /// <summary>
    /// The tag by which the portal lists a service principal under "Enterprise applications", as it does for those that it makes
    /// itself.
    /// </summary>
    internal const string EnterpriseApplicationTag = "WindowsAzureActiveDirectoryIntegratedApp";

    /// <summary>Only users of the own tenant are let in.</summary>
    internal const string OwnTenant = "AzureADMyOrg";

    /// <summary>The property that holds the version of access tokens.</summary>
    internal const string TokenVersion = "requestedAccessTokenVersion";

    /// <summary>
    /// What this component never declares and somebody may have set. It is ignored always: ignored only for a while, it would be
    /// cleared as soon as it no longer is.  </summary>
    private static readonly string[] UnmanagedOfApplication =
    [
        "description", "groupMembershipClaims", "homepageUrl", "marketingUrl", "notes", "privacyStatementUrl", TokenVersion,
        "serviceManagementReference",
        "supportUrl", "termsOfServiceUrl",
    ];

    /// <summary>
    /// The same of the service principal. Its feature tags and features are not among them: the provider derives them from the tags,
    /// and refuses both together.  </summary>
    private static readonly string[] UnmanagedOfServicePrincipal =
    [
        "accountEnabled", "alternativeNames", "appRoleAssignmentRequired", "description", "loginUrl", "notes", "notificationEmailAddresses",
        "owners",
        "preferredSingleSignOnMode", "samlSingleSignOn",
    ];

    /// <summary>Declares the component.</summary>
    /// <param name="name">Its name; its children's names begin with it.</param>
    /// <param name="args">What is registered.</param>
    /// <param name="options">Its options; its children take the azuread provider from there.</param>
    public Registration(string name, RegistrationArgs args, ComponentResourceOptions? options = null)
        : base("tenant-onboarding:index:Registration", name, options)
    {
        Application = new ApplicationRegistration(
            $"{name}/application",
            new ApplicationRegistrationArgs
            {
                DisplayName = args.DisplayName,
                SignInAudience = OwnTenant,
                // Both always explicit, so that a click on either in the portal is a difference in the next preview.
                ImplicitIdTokenIssuanceEnabled = args.SignsUsersIn,
                ImplicitAccessTokenIssuanceEnabled = false,
            },
            new CustomResourceOptions { Parent = this, Protect = args.Protect, IgnoreChanges = [.. UnmanagedOfApplication] });

        Resource last = Application;
        foreach (string owner in args.Owners)
        {
            last = new ApplicationOwner(
                $"{name}/owners/{owner}",
                new ApplicationOwnerArgs { ApplicationId = Application.Id, OwnerObjectId = owner },
                new CustomResourceOptions { Parent = this, DependsOn = { last } });
        }

        ServicePrincipal = new ServicePrincipal(
            $"{name}/service-principal",
            new ServicePrincipalArgs { ClientId = Application.ClientId, Tags = { EnterpriseApplicationTag } },
            new CustomResourceOptions
            {
                Parent = this,
                Protect = args.Protect,
                DependsOn = { last },
                IgnoreChanges = [.. UnmanagedOfServicePrincipal],
            });

        ClientId = Application.ClientId;
        ApplicationObjectId = Application.ObjectId;
        ServicePrincipalObjectId = ServicePrincipal.ObjectId;
        RegisterOutputs(new Dictionary<string, object?>
        {
            ["clientId"] = ClientId,
            ["applicationObjectId"] = ApplicationObjectId,
            ["servicePrincipalObjectId"] = ServicePrincipalObjectId,
        });
    }

    /// <summary>The application registration.</summary>
    public ApplicationRegistration Application { get; }

    /// <summary>The service principal of the application in this tenant.</summary>
    public ServicePrincipal ServicePrincipal { get; }

    /// <summary>The application's client id, which the product is told.</summary>
    [Output("clientId")]
    public Output<string> ClientId { get; private set; }

    /// <summary>Object id of the registration.</summary>
    [Output("applicationObjectId")]
    public Output<string> ApplicationObjectId { get; private set; }

    /// <summary>Object id of the service principal.</summary>
    [Output("servicePrincipalObjectId")]
    public Output<string> ServicePrincipalObjectId { get; private set; }
}
