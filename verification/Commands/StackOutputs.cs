using System.ComponentModel;
using System.Diagnostics;

namespace TenantOnboarding.Verification.Commands;

/// <summary>Asks the Pulumi CLI for the outputs of a stack.</summary>
internal static class StackOutputs
{
    /// <param name="stack">The stack's name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="pulumi">The CLI.</param>
    /// <param name="option">The option by which the command that asks is told the stack, for errors.</param>
    /// <exception cref="InputException">There is no Pulumi CLI, or it refuses.</exception>
    public static async Task<string> ReadAsync(
        string stack, CancellationToken cancellationToken, string pulumi = "pulumi", string option = "--stack")
    {
        ProcessStartInfo start = new(pulumi) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])["stack", "output", "--json", "--show-secrets", "--non-interactive", "--stack", stack])
            start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InputException(
                $"{option}: found '{stack}', but there is no `pulumi` command on this machine; expected the Pulumi CLI. Install it "
                + "(https://www.pulumi.com/docs/install), or give the outputs with --outputs FILE.");
        }
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken),
                error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 0)
                return await output;
            throw new InputException(
                $"{option}: found '{stack}', whose outputs `pulumi` does not give: {(await error).Trim()}. Log in and select the folder of "
                + "the stack, or give the outputs with --outputs FILE.");
        }
    }
}
