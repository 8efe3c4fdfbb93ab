using System.Collections.Immutable;
using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Reads <c>certificates</c>: files.</summary>
internal static class CertificateSettings
{
    private const string KeepOneValid = "one certificate that is valid now: without it the product cannot sign in";

    /// <summary>The certificates that could be read. At least one of them must be valid at <paramref name="now"/>.</summary>
    /// <param name="declared">The files to declare.</param>
    /// <param name="byHand">The files that were uploaded by hand before the application was taken over; mostly absent.</param>
    /// <param name="rootDirectory">The folder that relative paths start from.</param>
    /// <param name="now">The moment by which validity is judged.</param>
    public static (ImmutableArray<CertificateFile> Declared, ImmutableArray<CertificateFile> ByHand) ReadFiles(
        Setting declared, Setting byHand, string rootDirectory, DateTimeOffset now)
    {
        const string Expected = "a list with at least one certificate file";
        ImmutableArray<Setting> handItems = byHand.Exists ? byHand.Items(Expected, "name the files, or remove the key") : [];
        ImmutableArray<Setting> declaredItems = !declared.Exists && handItems.Length > 0
            ? []
            : declared.Items(Expected,
                "add the public part of the product's certificate; removing the last one would lock the product out");

        List<(Setting Setting, CertificateFile File)> hand = [];
        List<(Setting Setting, CertificateFile File)> files = [];
        ReadEach(handItems, hand, [], rootDirectory);
        ReadEach(declaredItems, files, hand, rootDirectory);
        List<(Setting Setting, CertificateFile File)> all = [.. hand, .. files];
        bool complete = all.Count == handItems.Length + declaredItems.Length;
        if (complete && all.Count > 0 && !all.Exists(pair => pair.File.IsValidAt(now)))
        {
            foreach ((Setting item, CertificateFile file) in all)
            {
                if (file.NotAfter <= now)
                {
                    item.Error(
                        $"{item.Found}, which expired on {CertificateFile.Rfc3339(file.NotAfter)}", KeepOneValid,
                        "make a new certificate in the product and add it");
                }
                else
                {
                    item.Error(
                        $"{item.Found}, which is not valid before {CertificateFile.Rfc3339(file.NotBefore)}", KeepOneValid,
                        "add the certificate that the product uses until then, or correct the clock");
                }
            }
        }
        return ([.. files.Select(pair => pair.File)], [.. hand.Select(pair => pair.File)]);
    }

    private static void ReadEach(
        ImmutableArray<Setting> items,
        List<(Setting Setting, CertificateFile File)> files,
        List<(Setting Setting, CertificateFile File)> known,
        string rootDirectory)
    {
        foreach (Setting item in items)
        {
            if (CertificateSetting.Read(item, rootDirectory) is not { } file)
                continue;
            if (known.Concat(files).FirstOrDefault(other => other.File.Thumbprint == file.Thumbprint).File is { } twin)
                item.Error($"{item.Found}, the same certificate as {twin.Path} ({twin.Thumbprint})", "every certificate once",
                    "remove one of the two");
            files.Add((item, file));
        }
    }
}
