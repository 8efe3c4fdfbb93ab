using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Components.Tenant;

/// <summary>Who deploys, as the environment that the azuread provider reads names it.</summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class DeployingIdentity(Func<string, string?> environment)
{
    private const string CredentialVariables =
        "ARM_CLIENT_ID with ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH or ARM_USE_OIDC=true; ARM_USE_MSI=true; or az login";

    private static readonly string[] AzureCli = ["az", "az.cmd", "az.exe"];

    private string? ClientId => environment("ARM_CLIENT_ID") is { Length: > 0 } id ? id : null;

    /// <summary>The identity in words.</summary>
    public string Name =>
        ClientId is { } id ? $"application {id} (ARM_CLIENT_ID)"
        : IsTrue("ARM_USE_MSI") ? "the managed identity of this machine (ARM_USE_MSI)"
        : IsTrue("ARM_USE_OIDC") || IsTrue("ARM_USE_AKS_WORKLOAD_IDENTITY") ? "the workload's identity"
        : "the account of az login";

    private string Setting => ClientId is null ? "az login" : "ARM_CLIENT_ID";

    /// <summary>
    /// An error where there is nothing to sign in with, or null. Asked before the provider, which says it as a failure of its own.
    /// </summary>
    public ConfigurationError? MissingCredential(StackConfiguration stack) =>
        ClientId is not null || environment("ARM_CLIENT_ID_FILE_PATH") is { Length: > 0 }
        || IsTrue("ARM_USE_MSI") || IsTrue("ARM_USE_OIDC") || IsTrue("ARM_USE_AKS_WORKLOAD_IDENTITY") || HasAzureCli()
            ? null
            : WithoutCredential(stack, "no ARM_CLIENT_ID, and no Azure CLI on the PATH");

    /// <summary>The error where there is nothing to sign in with.</summary>
    public ConfigurationError WithoutCredential(StackConfiguration stack, string found) => new(
        Setting, found, $"a credential for tenant {stack.TenantId}: {CredentialVariables}",
        $"run az login --tenant {stack.TenantId}, or set the variables");

    /// <summary>The error where Entra refuses the sign-in.</summary>
    public ConfigurationError Refused(StackConfiguration stack, LookupFailure failure) => new(
        Setting, failure.Words, $"{Name} to be let in to tenant {stack.TenantId}", Fix(stack, failure.Code));

    /// <summary>What to do about Entra's code (Microsoft's list of AADSTS error codes).</summary>
    private static string Fix(StackConfiguration stack, string? code) => code switch
    {
        "AADSTS7000215" => "give the value of a client secret of this application in ARM_CLIENT_SECRET, not the secret's id",
        "AADSTS7000222" => "the client secret expired: make a new one and give it in ARM_CLIENT_SECRET",
        "AADSTS90002" or "AADSTS900023" => "correct azuread:tenantId, or azuread:environment where the tenant is in another cloud",
        "AADSTS700016" => $"correct ARM_CLIENT_ID, or register the application in tenant {stack.TenantId}",
        "AADSTS700027" or "AADSTS7000214" => "upload the public part of the certificate in ARM_CLIENT_CERTIFICATE_PATH to this application",
        "AADSTS70021" or "AADSTS700211" or "AADSTS700212" or "AADSTS700213" =>
            "give the application a federated credential whose issuer, subject and audience are those of this workload's token",
        "AADSTS700024" => "the workload's token has run out: start the run again, which gets a new one",
        "AADSTS7000112" => "enable the application in Entra, under Enterprise applications",
        "AADSTS50076" or "AADSTS50079" or "AADSTS50078" or "AADSTS700082" or "AADSTS70043" or "AADSTS50173" =>
        $"sign in again: az login --tenant {stack.TenantId}",
        "AADSTS53003" =>
            "a conditional access policy refuses it: deploy from a place that the policy allows, or have the identity exempted",
        { } other => $"look the code up: https://login.microsoftonline.com/error?code={other["AADSTS".Length..]}",
        null => "check the credential, the tenant and the cloud",
    };

    private bool IsTrue(string variable) => string.Equals(environment(variable), "true", StringComparison.OrdinalIgnoreCase);

    private bool HasAzureCli() => (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => AzureCli.Select(name => Path.Combine(folder, name)))
        .Any(File.Exists);
}
