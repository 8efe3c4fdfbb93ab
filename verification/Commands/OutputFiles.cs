using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Verification.Commands;

/// <summary>Writes what a user asked for into files.</summary>
internal static class OutputFiles
{
    /// <summary>Writes one file.</summary>
    /// <param name="option">The option that named it.</param>
    /// <param name="file">The file.</param>
    /// <param name="text">Its content.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static async Task SaveAsync(string option, string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{option}: found '{file}', which cannot be written ({exception.Message}); expected a writable file. Name another one.");
        }
    }

    /// <summary>Writes the script for Exchange of each integration that has one; gives back the files.</summary>
    /// <exception cref="InputException">The folder or a file cannot be made.</exception>
    public static async Task<IReadOnlyList<string>> SaveExchangeScriptsAsync(string folder, OutputsDocument document,
        CancellationToken cancellationToken)
    {
        try
        {
            System.IO.Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--exchange-setup: found '{folder}', which cannot be made ({exception.Message}); expected a folder. Name another one.");
        }
        List<string> written = [];
        foreach ((string name, IntegrationOutputs integration) in document.Integrations)
        {
            if (integration.ExchangeSetup is not string script)
                continue;
            string file = Path.Combine(folder, $"exchange-setup-{name}.ps1");
            await SaveAsync("--exchange-setup", file, script, cancellationToken);
            written.Add(file);
        }
        return written;
    }
}
