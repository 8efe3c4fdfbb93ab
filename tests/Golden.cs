using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace TenantOnboarding.Tests;

/// <summary>Compares a text with a committed file; <c>UPDATE_GOLDEN=1</c> writes the file instead.</summary>
internal static class Golden
{
    /// <summary>Fails where the text is not the file's, naming the first line that differs.</summary>
    /// <param name="actual">The text.</param>
    /// <param name="relativePath">The file, relative to the folder of tests.</param>
    public static void Matches(string actual, string relativePath)
    {
        string path = Path.Combine(Folder(), relativePath);
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        if (!File.Exists(path))
            throw new XunitException($"The golden file {relativePath} does not exist. Run the tests with UPDATE_GOLDEN=1 and review it.");
        string expected = File.ReadAllText(path).ReplaceLineEndings("\n");
        if (expected == actual)
            return;
        string[] expectedLines = expected.Split('\n'), actualLines = actual.Split('\n');
        int line = expectedLines.Zip(actualLines).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new XunitException($"""
            {relativePath} differs in line {line + 1}:
              expected: {(line < expectedLines.Length ? expectedLines[line] : "(end)")}
              actual:   {(line < actualLines.Length ? actualLines[line] : "(end)")}
            Where the change is meant, run the tests with UPDATE_GOLDEN=1 and review the difference.
            """);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
