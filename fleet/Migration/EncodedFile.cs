using System.Text;

namespace TenantOnboarding.Fleet.Migration;

/// <summary>A text file that is written as it was read: encoding, byte order mark, permissions, and through a link.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Text">What it holds.</param>
/// <param name="Encoding">How it is written.</param>
internal sealed record EncodedFile(string Path, string Text, Encoding Encoding)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static EncodedFile Read(string path)
    {
        UTF8Encoding unmarked = new(encoderShouldEmitUTF8Identifier: false);
        using StreamReader reader = new(path, unmarked, detectEncodingFromByteOrderMarks: true);
        string text = reader.ReadToEnd();
        return new EncodedFile(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path, text, reader.CurrentEncoding);
    }

    /// <summary>Writes another text in its place, whole or not at all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="write">Writes bytes; null for the disk.</param>
    /// <exception cref="IOException">It cannot be written; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Replace(string text, Action<string, byte[]>? write = null)
    {
        string temporary = Path + ".new";
        try
        {
            (write ?? File.WriteAllBytes)(temporary, [.. Encoding.GetPreamble(), .. Encoding.GetBytes(text)]);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(Path));
            File.Move(temporary, Path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
