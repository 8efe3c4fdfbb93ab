using System.Diagnostics;

namespace TenantOnboarding.Tests.Docs;

/// <summary>A command of a document, run as a process of its own.</summary>
internal static class ProgramRun
{
    /// <summary>Fails where the program does not end with 0, with all that it said.</summary>
    /// <param name="program">A type of the program.</param>
    /// <param name="arguments">What follows the <c>--</c> of the command.</param>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="command">The command as the document has it.</param>
    public static async Task SucceedsAsync(Type program, IEnumerable<string> arguments, string folder, string command)
    {
        ProcessStartInfo start = new("dotnet", [program.Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}: {process.ExitCode}\n{output}\n{await error}");
    }
}
