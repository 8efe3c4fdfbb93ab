using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Components;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Permissions;

namespace OwnProgram;

/// <summary>An archive that reads mail through Microsoft Graph and lets users sign in.</summary>
public static class MailArchive
{
    /// <summary>Declares it in the tenant that the azuread provider is signed in to.</summary>
    public static IDictionary<string, object?> Declare()
    {
        Output<string> graph = GetServicePrincipal
            .Invoke(new GetServicePrincipalInvokeArgs { ClientId = Api.MicrosoftGraph.ClientId })
            .Apply(principal => principal.ObjectId);

        Integration archive = new("archive", new IntegrationArgs
        {
            DisplayName = "Archive",
            Certificates = [CertificateFile.Load(Path.Combine(Deployment.Instance.RootDirectory, "../../certificates/mailstore.cer"))],
            RedirectUri = "https://archive.contoso.com/signin-oidc",
            Permissions =
            [
                new ApiPermissionsArgs
                {
                    Api = Api.MicrosoftGraph,
                    ServicePrincipalObjectId = graph,
                    Permissions = [PermissionCatalogue.DirectoryRead, PermissionCatalogue.MailRead, PermissionCatalogue.UserRead],
                },
            ],
        });

        return new Dictionary<string, object?> { ["clientId"] = archive.ClientId };
    }
}
