namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="Output">What it wrote to its standard output, where nobody took it line by line.</param>
/// <param name="Errors">What it wrote to its standard error.</param>
internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    private const int FirstSignal = 128;
    private const int LastSignal = FirstSignal + 64;

    /// <summary>True if it went through.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>Its end in words.</summary>
    public string Ending =>
        ExitCode is > FirstSignal and <= LastSignal ? $"was ended by signal {ExitCode - FirstSignal}" : $"ended with exit code {ExitCode}";

    /// <summary>The last line that names an error; else the last one; else how it ended.</summary>
    public string Reason =>
        Lines(Errors).Concat(Lines(Output)).LastOrDefault(line => line.Contains("error:", StringComparison.OrdinalIgnoreCase))
        ?? Lines(Errors).LastOrDefault()
        ?? Ending;

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
