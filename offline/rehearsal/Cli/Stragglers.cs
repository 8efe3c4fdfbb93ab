using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>
/// What a CLI leaves behind that was killed itself: its language host and its providers, which nobody's tree of processes holds any more.
/// They are known by a variable of their environment that this rehearsal alone has given.
/// </summary>
internal static class Stragglers
{
    private const string Processes = "/proc";

    /// <summary>
    /// Ends every process with this variable. Where there is no <c>/proc</c>, or it may not be read, there is nothing to do.
    /// </summary>
    public static void End(string variable, string value)
    {
        if (!Directory.Exists(Processes))
            return;
        byte[] mark = Encoding.UTF8.GetBytes($"{variable}={value}\0");
        foreach (string folder in Directory.EnumerateDirectories(Processes))
        {
            bool process = int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id);
            if (process && id != Environment.ProcessId && Has(folder, mark))
                End(id);
        }
    }

    private static bool Has(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else's process, or one that has just ended.
            return false;
        }
    }

    private static void End(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has just ended.
        }
    }
}
