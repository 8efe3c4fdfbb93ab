using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Rehearsal.Keys;

namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>
/// Plays the product: as MailStore makes its own key pair, so does the rehearsal, for every configured certificate whose private key is not
/// at hand. The stand-in has the same key size, subject and validity; its public part is written to a folder and takes the file's place
/// in the
/// configuration. Files that are no usable certificate stay where they are, so that the program itself reports them.
/// </summary>
/// <param name="folder">Where public parts are written; it is made when first needed.</param>
/// <param name="keys">The private keys at hand; those of stand-ins are added.</param>
/// <param name="clock">Expired certificates need no stand-in: nobody signs in with them.</param>
internal sealed class StandInCertificates(string folder, PrivateKeys keys, TimeProvider clock)
{
    private readonly Dictionary<string, StandIn> _byThumbprint = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The stand-ins made so far.</summary>
    public IReadOnlyCollection<StandIn> Made => _byThumbprint.Values;

    /// <summary>The thumbprints of the configured certificates, by those of the stand-ins.</summary>
    public IReadOnlyDictionary<string, string> Originals =>
        _byThumbprint.Values.ToDictionary(made => made.Thumbprint, made => made.Original);

    /// <summary>The stack with every certificate file whose private key is missing replaced by a stand-in.</summary>
    public StackFile Replace(StackFile stack)
    {
        JsonObject integrations = stack.Integrations();
        if (integrations.Count == 0)
            return stack;
        JsonObject changed = (JsonObject)integrations.DeepClone();
        foreach (JsonArray paths in StackFile.CertificateLists(changed))
            ReplaceIn(paths, stack.RootDirectory);
        return stack.WithIntegrations(changed);
    }

    private void ReplaceIn(JsonArray paths, string rootDirectory)
    {
        List<(int Index, string Path, X509Certificate2 Certificate)> usable = [];
        for (int i = 0; i < paths.Count; i++)
        {
            if (paths[i] is JsonValue value && value.TryGetValue(out string? path) && Load(path, rootDirectory) is { } certificate)
                usable.Add((i, path, certificate));
        }

        foreach ((int index, string path, X509Certificate2 certificate) in usable)
        {
            // The same certificate twice is a mistake that the program has to see.
            bool repeated = usable.Count(other => other.Certificate.Thumbprint == certificate.Thumbprint) > 1;
            if (keys.Find(certificate.Thumbprint) is null && !repeated && certificate.NotAfter.ToUniversalTime() > clock.GetUtcNow())
                paths[index] = StandInFor(certificate, path).PublicPart;
        }

        foreach ((_, _, X509Certificate2 certificate) in usable)
            certificate.Dispose();
    }

    private StandIn StandInFor(X509Certificate2 certificate, string path)
    {
        if (_byThumbprint.TryGetValue(certificate.Thumbprint, out StandIn? known))
            return known;
        using RSA original = certificate.GetRSAPublicKey()!;
        using RSA rsa = StandInKeys.Of(original.KeySize, _byThumbprint.Count);
        CertificateRequest request = new(certificate.SubjectName, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        X509Certificate2 standIn = request.CreateSelfSigned(certificate.NotBefore, certificate.NotAfter);
        keys.Add(standIn);

        string file = Path.Combine(folder, Path.GetFileNameWithoutExtension(path) + ".cer");
        for (int number = 2; _byThumbprint.Values.Any(other => other.PublicPart == file); number++)
            file = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(path)}-{number}.cer");
        OutputFolder.Write(file, standIn.ExportCertificatePem() + "\n");
        StandIn made = new(path, file, standIn.Thumbprint, original.KeySize, certificate.Thumbprint);
        _byThumbprint[certificate.Thumbprint] = made;
        return made;
    }

    /// <summary>The certificate, or null where the file is no usable one.</summary>
    private static X509Certificate2? Load(string path, string rootDirectory)
    {
        Setting setting = new("certificates", JsonSerializer.SerializeToElement(path), []);
        return CertificateSetting.Read(setting, rootDirectory) is { } file ? X509Certificate2.CreateFromPem(file.Pem) : null;
    }
}
