using System.Diagnostics;
using System.Text;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>Runs one command to its end, with an environment of its own and nothing to read from.</summary>
internal static class CliProcess
{
    /// <summary>How long what is still in the pipes is waited for: a grandchild may hold them open after the command has gone.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Runs a command.</summary>
    /// <param name="file">The executable's full path, or a name on the PATH of this process.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its current folder.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <param name="takeLine">Takes its output line by line, one at a time; null to have it in the result.</param>
    /// <param name="cancellationToken">Kills it and all that it started.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and is gone.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static async Task<CliResult> RunAsync(
        string file,
        IEnumerable<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        Action<string>? takeLine,
        CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;

        cancellationToken.ThrowIfCancellationRequested();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        StringBuilder output = new();
        StringBuilder errors = new();
        Task reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, takeLine ?? (line => output.Append(line).Append('\n'))),
            ReadAsync(process.StandardError, line => errors.Append(line).Append('\n')));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        try
        {
            await reading.WaitAsync(DrainTime, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What was read until now has to do.
        }
        return new CliResult(process.ExitCode, output.ToString(), errors.ToString());
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> take)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
                take(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The command was killed while its output was read.
        }
    }
}
