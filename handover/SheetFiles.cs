using TenantOnboarding.HandOver.Sheets;
using TenantOnboarding.Verification.Commands;

namespace TenantOnboarding.HandOver;

/// <summary>The files of a sheet in a folder: a page, Markdown and JSON.</summary>
public static class SheetFiles
{
    private const string Name = "hand-over";

    /// <summary>Writes them, each whole or not at all.</summary>
    /// <param name="folder">The folder; it is made where it is not there.</param>
    /// <param name="sheet">The sheet.</param>
    /// <returns>Their full paths, the page first.</returns>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, Sheet sheet)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--output: found '{folder}', which cannot be made ({exception.Message}); expected a folder. Name another one.");
        }
        return [Save("html", SheetPage.Render(sheet)), Save("md", SheetMarkdown.Render(sheet)), Save("json", SheetJson.Render(sheet))];

        string Save(string extension, string text)
        {
            string file = Path.Combine(folder, $"{Name}.{extension}");
            OutputFiles.Save("--output", file, text);
            return file;
        }
    }
}
