using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>
/// Reads <c>keyCredentials</c> in the body of an application or service principal. The list replaces the former one; entries without a key
/// stand for those that it has.
/// </summary>
internal static class KeyCredentialReader
{
    private static readonly HashSet<string> Properties = new(StringComparer.Ordinal)
    {
        "customKeyIdentifier", "displayName", "endDateTime", "key", "keyId", "startDateTime", "type", "usage",
    };

    /// <exception cref="GraphException">400: a credential is malformed, or the tenant's policy refuses it.</exception>
    public static IReadOnlyList<KeyCredential> Read(
        JsonNode? sent, IReadOnlyList<KeyCredential> present, string resource, TenantDirectory directory)
    {
        if (sent is not JsonArray list)
            throw GraphException.BadRequest($"Invalid value specified for property 'keyCredentials' of resource '{resource}'.");
        List<KeyCredential> keys = [];
        foreach (JsonNode? item in list)
        {
            KeyCredential key = item is JsonObject credential
                ? ReadOne(credential, present, directory)
                : throw GraphException.BadRequest($"Invalid value specified for property 'keyCredentials' of resource '{resource}'.");
            if (keys.Exists(k => k.KeyId == key.KeyId))
                throw GraphException.BadRequest($"Duplicate credentials with the same KeyId '{key.KeyId}' were found.");
            keys.Add(key);
        }
        return keys;
    }

    private static KeyCredential ReadOne(JsonObject sent, IReadOnlyList<KeyCredential> present, TenantDirectory directory)
    {
        Guid keyId = sent.Text("keyId") switch
        {
            null => Guid.NewGuid(),
            string text when Guid.TryParse(text, out Guid id) => id,
            string text =>
                throw GraphException.BadRequest($"Invalid value '{text}' specified for property 'keyId' of resource 'KeyCredential'."),
        };
        foreach ((string name, JsonNode? _) in sent)
        {
            if (!name.Contains('@', StringComparison.Ordinal) && !Properties.Contains(name))
                throw GraphException.BadRequest($"Invalid property '{name}'.");
        }
        KeyCredential? known = present.FirstOrDefault(k => k.KeyId == keyId);
        if (sent.Text("key") is not { } key)
        {
            return known ?? throw new GraphException(
                400, "Request_BadRequest", $"New credential with KeyId '{keyId}' must have the property 'key' set.");
        }
        string? type = sent.Text("type");
        if (type is not ("AsymmetricX509Cert" or "X509CertAndPassword"))
        {
            throw GraphException.BadRequest("The value for the property \"type\" in one of your credentials is invalid. Acceptable "
                + "values are AsymmetricX509Cert, X509CertAndPassword, Symmetric.");
        }
        string? usage = sent.Text("usage");
        if (usage is not ("Verify" or "Sign"))
        {
            throw GraphException.BadRequest(
                "The value for the property \"usage\" in one of your credentials is invalid. Acceptable values are Sign, Verify.");
        }
        X509Certificate2 certificate = ReadCertificate(key);
        if (known is not null && !known.Certificate.RawData.AsSpan().SequenceEqual(certificate.RawData))
            throw GraphException.BadRequest($"Update to existing credential with KeyId '{keyId}' is not allowed.");

        DateTimeOffset notBefore = certificate.NotBefore;
        DateTimeOffset notAfter = certificate.NotAfter;
        string start = ReadTime(sent, "startDateTime", notBefore, out DateTimeOffset from);
        string end = ReadTime(sent, "endDateTime", notAfter, out DateTimeOffset to);
        // Entra compares in whole seconds.
        if (to > notAfter.AddSeconds(1) || to <= from)
            throw new GraphException(400, "KeyCredentialsInvalidEndDate", "Key credential end date is invalid.");
        if (from < notBefore.AddSeconds(-1))
            throw new GraphException(400, "KeyCredentialsInvalidStartDate", "Key credential start date is invalid.");
        if (known is null)
            CheckPolicy(certificate, to - from, directory.AppManagementPolicy);
        return new(
            keyId,
            certificate,
            type,
            usage,
            sent.Text("displayName") ?? certificate.Subject,
            start,
            end,
            known?.VisibleAt ?? directory.Now + directory.Replication.Credentials);
    }

    private static void CheckPolicy(X509Certificate2 certificate, TimeSpan lifetime, AppManagementPolicy policy)
    {
        if (policy.AsymmetricKeyMaxLifetime is { } longest && lifetime > longest)
        {
            throw new GraphException(
                400,
                "CredentialInvalidLifetimeAsPerAppPolicy",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Credential lifetime exceeds the max value allowed as per assigned policy: {longest.TotalDays} days."));
        }
        if (policy.TrustedCertificateAuthorityOnly
            && certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
        {
            throw new GraphException(
                400,
                "CertificateNotIssuedByTrustedAuthorityAsPerAppPolicy",
                "The certificate is not issued by a certificate authority that the assigned policy trusts.");
        }
    }

    /// <summary>The key is base64 of the DER form, or of a PEM text as the azuread provider sends it.</summary>
    private static X509Certificate2 ReadCertificate(string key)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(key);
            ReadOnlySpan<byte> marker = "-----BEGIN "u8;
            if (bytes.AsSpan().IndexOf(marker) < 0)
                return X509CertificateLoader.LoadCertificate(bytes);
            string pem = Encoding.ASCII.GetString(bytes);
            PemFields fields = PemEncoding.Find(pem);
            if (pem[fields.Label] == "CERTIFICATE")
                return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(pem[fields.Base64Data]));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException or ArgumentException)
        {
            // Refused below like every other key that is no certificate.
        }
        throw new GraphException(400, "KeyCredentialsInvalidKey", "Key credential 'key' is invalid: it is not an X.509 certificate.");
    }

    private static string ReadTime(JsonObject sent, string name, DateTimeOffset fallback, out DateTimeOffset time)
    {
        if (sent.Text(name) is not { } text)
        {
            time = fallback;
            return GraphTime.Of(fallback);
        }
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
            throw GraphException.BadRequest($"Cannot convert the literal '{text}' to the expected type 'Edm.DateTimeOffset'.");
        return text;
    }
}
