using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Components;

namespace TenantOnboarding.Bootstrap;

/// <summary>An application without any secret that runs of one subject sign in as, and the administrator's consent to its rights.</summary>
internal sealed class WorkloadIdentity : ComponentResource
{
    public WorkloadIdentity(string name, WorkloadIdentityArgs args, ComponentResourceOptions options)
        : base("tenant-onboarding:index:WorkloadIdentity", name, options)
    {
        Registration registration = new($"{name}/registration", new RegistrationArgs { DisplayName = args.DisplayName },
            new ComponentResourceOptions { Parent = this });
        ClientId = registration.ClientId;
        _ = new ApplicationFederatedIdentityCredential(
            $"{name}/federated",
            new ApplicationFederatedIdentityCredentialArgs
            {
                ApplicationId = registration.Application.Id,
                DisplayName = name,
                Issuer = args.Issuer,
                Subject = args.Subject,
                Audiences = { args.Audience },
            },
            new CustomResourceOptions { Parent = this, DependsOn = { registration.ServicePrincipal } });
        _ = new ApplicationPermissions(
            $"{name}/permissions",
            new ApplicationPermissionsArgs
            {
                ApplicationId = registration.Application.Id,
                ServicePrincipalObjectId = registration.ServicePrincipalObjectId,
                Apis = [args.Rights],
            },
            new ComponentResourceOptions { Parent = this });
        RegisterOutputs();
    }

    /// <summary>The application's client id, which the CI is told.</summary>
    public Output<string> ClientId { get; }
}
