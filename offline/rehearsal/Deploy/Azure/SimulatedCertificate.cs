using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Rehearsal.Keys;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>
/// Stands for <c>azure.keyvault.Certificate</c>: really makes the self-signed RSA certificate that the policy describes, and gives its
/// public part back in the encodings of the real resource. The private key stays in <see cref="PrivateKeys"/>, for the product to use.
/// </summary>
internal sealed class SimulatedCertificate(PrivateKeys keys, TimeProvider clock) : SimulatedResource
{
    public override string Type => "azure:keyvault/certificate:Certificate";

    public override IReadOnlySet<string> ReplaceOnChanges { get; } = FrozenSet.Create("keyVaultId", "name");

    public override Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string vaultId = inputs.Required("keyVaultId");
        string certificateName = NameOf(name, inputs);
        return Task.FromResult(Issue(vaultId, certificateName, inputs));
    }

    public override Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken) =>
        // As in Azure: another policy is a new version of the same certificate; tags are not.
        changed.Contains("certificatePolicy")
            ? Task.FromResult(Issue(prior.Outputs.Required("keyVaultId"), prior.Outputs.Required("name"), inputs))
            : base.UpdateAsync(prior, inputs, changed, cancellationToken);

    private ResourceState Issue(string vaultId, string name, PropertyBag inputs)
    {
        PropertyBag policy = inputs.Map("certificatePolicy");
        PropertyBag key = policy.Map("keyProperties");
        PropertyBag subject = policy.Map("x509CertificateProperties");
        if (policy.Map("issuerParameters").Text("name") is { } issuer && issuer != "Self")
            throw new InvalidOperationException(
                $"the simulated vault issues self-signed certificates only: issuerParameters.name is \"{issuer}\", expected \"Self\"");
        if (key.Text("keyType") is { } keyType && keyType is not ("RSA" or "RSA-HSM"))
            throw new InvalidOperationException(
                $"the simulated vault makes RSA keys only: keyProperties.keyType is \"{keyType}\", expected \"RSA\"");

        using RSA rsa = RSA.Create(key.WholeNumber("keySize", 2048));
        CertificateRequest request = new(subject.Text("subject") ?? $"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(Usages(subject.Texts("keyUsages")), true));
        if (subject.Texts("extendedKeyUsages") is { Count: > 0 } extended)
        {
            OidCollection purposes = [];
            foreach (string purpose in extended)
                purposes.Add(new Oid(purpose));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, false));
        }

        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset start = new(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, TimeSpan.Zero);
        DateTimeOffset end = start.AddMonths(subject.WholeNumber("validityInMonths", 12));
        X509Certificate2 certificate = request.CreateSelfSigned(start.AddMinutes(-10), end);
        keys.Add(certificate);

        string vault = new Uri(SimulatedAzure.VaultUri(vaultId.Split('/')[^1])).ToString();
        string version = SimulatedAzure.StableGuid(certificate.Thumbprint).ToString("N");
        byte[] der = certificate.RawData;
        PropertyBag outputs = inputs
            .With("name", name)
            .With("version", version)
            .With("certificateData", Convert.ToHexString(der))
            .With("certificateDataBase64", Convert.ToBase64String(der))
            .With("thumbprint", certificate.Thumbprint)
            .With("secretId", $"{vault}secrets/{name}/{version}")
            .With("versionlessId", $"{vault}certificates/{name}")
            .With("versionlessSecretId", $"{vault}secrets/{name}")
            .With("resourceManagerId", $"{vaultId}/certificates/{name}/versions/{version}")
            .With("resourceManagerVersionlessId", $"{vaultId}/certificates/{name}")
            .With("certificateAttributes", new List<object?>
            {
                new Dictionary<string, object?>
                {
                    ["created"] = Rfc3339(start),
                    ["enabled"] = true,
                    ["expires"] = Rfc3339(certificate.NotAfter.ToUniversalTime()),
                    ["notBefore"] = Rfc3339(certificate.NotBefore.ToUniversalTime()),
                    ["recoveryLevel"] = "Recoverable",
                    ["updated"] = Rfc3339(start),
                },
            });
        return new ResourceState($"{vault}certificates/{name}/{version}", outputs);
    }

    private static string Rfc3339(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static X509KeyUsageFlags Usages(IReadOnlyList<string> names)
    {
        X509KeyUsageFlags flags = X509KeyUsageFlags.None;
        foreach (string name in names)
        {
            flags |= name switch
            {
                "cRLSign" => X509KeyUsageFlags.CrlSign,
                "dataEncipherment" => X509KeyUsageFlags.DataEncipherment,
                "decipherOnly" => X509KeyUsageFlags.DecipherOnly,
                "digitalSignature" => X509KeyUsageFlags.DigitalSignature,
                "encipherOnly" => X509KeyUsageFlags.EncipherOnly,
                "keyAgreement" => X509KeyUsageFlags.KeyAgreement,
                "keyCertSign" => X509KeyUsageFlags.KeyCertSign,
                "keyEncipherment" => X509KeyUsageFlags.KeyEncipherment,
                "nonRepudiation" => X509KeyUsageFlags.NonRepudiation,
                _ => throw new InvalidOperationException(
                    $"expected keyUsages to be one of Key Vault's names such as \"digitalSignature\", got \"{name}\""),
            };
        }

        return flags == X509KeyUsageFlags.None ? X509KeyUsageFlags.DigitalSignature : flags;
    }
}
