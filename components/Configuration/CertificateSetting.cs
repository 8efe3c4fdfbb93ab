using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Reads the certificate file that a setting names.</summary>
internal static class CertificateSetting
{
    /// <summary>The certificate, or null after the mistake has been noted.</summary>
    /// <param name="setting">The setting that holds the path.</param>
    /// <param name="rootDirectory">The folder that relative paths start from: the one that holds Pulumi.yaml.</param>
    public static CertificateFile? Read(Setting setting, string rootDirectory)
    {
        if (setting.Text("the path of a certificate file, relative to Pulumi.yaml",
            "for example certificates/mailstore.cer") is not { } path)
            return null;
        CertificateReading reading = Read(path, rootDirectory);
        if (reading.Problem is { } problem)
            setting.Error($"{setting.Found}, {problem.Found}", problem.Expected, problem.Fix);
        return reading.Certificate;
    }

    private static CertificateReading Read(string path, string rootDirectory)
    {
        try
        {
            return CertificateReader.Read(path, File.ReadAllBytes(Path.GetFullPath(path, rootDirectory)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new CertificateReading(null, new CertificateProblem(
                "which does not exist", CertificateProblem.PublicPart,
                "download the certificate from the product (MailStore: the credential's page) and save it there"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CertificateReading(null, new CertificateProblem(
                $"which cannot be read ({exception.Message.ReplaceLineEndings(" ")})", CertificateProblem.PublicPart,
                "give a readable file"));
        }
    }
}
