using Pulumi;

namespace TenantOnboarding.Components;

/// <summary>One product in the tenant: everything that it needs to sign in, to synchronize users and to reach mailboxes.</summary>
public sealed class Integration : ComponentResource
{
    /// <summary>Declares the component.</summary>
    /// <param name="name">The product's logical name; the names of all that belongs to it begin with it.</param>
    /// <param name="args">What is made ready.</param>
    /// <param name="options">
    /// Its options, with the azuread provider of the tenant, and the azure provider where a vault is asked for.
    /// </param>
    public Integration(string name, IntegrationArgs args, ComponentResourceOptions? options = null)
        : base("tenant-onboarding:index:Integration", name, options)
    {
        Registration registration = new(
            $"{name}/registration",
            new RegistrationArgs
            {
                DisplayName = args.DisplayName,
                SignsUsersIn = args.RedirectUri is not null,
                Owners = args.Owners,
                Protect = args.Protect,
            },
            Child());
        Input<string> applicationId = registration.Application.Id;

        Vault = args.KeyVault is null ? null : new KeyVaultCertificate($"{name}/key-vault", args.KeyVault, Child());

        // One after the other: each of them writes lists of the same application, and a product is consented to only when it can sign in.
        Resource last = new CertificateCredentials(
            $"{name}/certificates",
            new CertificateCredentialsArgs { ApplicationId = applicationId, Certificates = args.Certificates, Vault = Vault },
            Child(registration));
        if (args.RedirectUri is not null)
        {
            last = new WebSignIn(
                $"{name}/sign-in", new WebSignInArgs { ApplicationId = applicationId, RedirectUri = args.RedirectUri }, Child(last));
        }
        last = new ApplicationPermissions(
            $"{name}/permissions",
            new ApplicationPermissionsArgs
            {
                ApplicationId = applicationId,
                ServicePrincipalObjectId = registration.ServicePrincipalObjectId,
                Apis = args.Permissions,
            },
            Child(last));
        if (args.ExchangeRoleTemplateId is not null)
        {
            _ = new ExchangeRole(
                $"{name}/exchange-role",
                new ExchangeRoleArgs
                {
                    TemplateId = args.ExchangeRoleTemplateId,
                    PrincipalObjectId = registration.ServicePrincipalObjectId,
                },
                Child(last));
        }

        ClientId = registration.ClientId;
        ApplicationObjectId = registration.ApplicationObjectId;
        ServicePrincipalObjectId = registration.ServicePrincipalObjectId;
        RegisterOutputs(new Dictionary<string, object?>
        {
            ["clientId"] = ClientId,
            ["applicationObjectId"] = ApplicationObjectId,
            ["servicePrincipalObjectId"] = ServicePrincipalObjectId,
        });

        ComponentResourceOptions Child(params Resource[] after) => new() { Parent = this, DependsOn = after };
    }

    /// <summary>The application's client id, which the product is told.</summary>
    [Output("clientId")]
    public Output<string> ClientId { get; private set; }

    /// <summary>Object id of the registration.</summary>
    [Output("applicationObjectId")]
    public Output<string> ApplicationObjectId { get; private set; }

    /// <summary>Object id of the service principal.</summary>
    [Output("servicePrincipalObjectId")]
    public Output<string> ServicePrincipalObjectId { get; private set; }

    /// <summary>The vault that makes the certificate, or null.</summary>
    public KeyVaultCertificate? Vault { get; }
}
