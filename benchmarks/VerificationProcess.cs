using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SimulatedTenant;

namespace Benchmarks;

/// <summary>One run of the verification as a user starts it: a process of its own, so that its memory is its own.</summary>
/// <param name="FirstVerdict">From its start to its first line with a verdict.</param>
/// <param name="Peak">The most memory that it had, bytes.</param>
/// <param name="Seconds">How long the verification took, as its report says.</param>
/// <param name="Mailboxes">Its line about mailboxes.</param>
internal sealed record VerificationProcess(TimeSpan FirstVerdict, long Peak, double Seconds, string Mailboxes)
{
    /// <summary>How often the memory is looked at: what is asked for is a mark of high water, so that only the last moment can be
    /// missed.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task<VerificationProcess> RunAsync(OnboardedTenant tenant)
    {
        DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("benchmark-");
        try
        {
            return await RunAsync(tenant, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<VerificationProcess> RunAsync(OnboardedTenant tenant, string folder)
    {
        string outputs = Path.Combine(folder, "outputs.json"), key = Path.Combine(folder, "app.pfx"),
            authority = Path.Combine(folder, "ca.pem"), report = Path.Combine(folder, "verification.json");
        await File.WriteAllTextAsync(outputs, tenant.Outputs);
        await File.WriteAllBytesAsync(key, OnboardedTenant.Certificate.Export(X509ContentType.Pkcs12));
        await File.WriteAllTextAsync(authority, tenant.Server.CertificateAuthority.ExportCertificatePem());
        ProcessStartInfo how = new("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "TenantOnboarding.Verification.dll"), "--outputs", outputs, "--certificate", key,
            "--endpoint", tenant.Server.Url.ToString(), "--ca-file", authority, "--json", report,
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        how.Environment.Remove("GITHUB_STEP_SUMMARY");
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(how)!;
        Task<long> peak = PeakAsync(process.Id);
        Task<string> shown = process.StandardOutput.ReadToEndAsync();
        TimeSpan? first = null;
        List<string> lines = [];
        while (await process.StandardError.ReadLineAsync() is string line)
        {
            lines.Add(line);
            if (line.StartsWith("  ", StringComparison.Ordinal))
                first ??= Stopwatch.GetElapsedTime(start);
        }
        await shown;
        await process.WaitForExitAsync();
        if (!File.Exists(report) || first is null)
            throw new InvalidOperationException($"The verification wrote no report:\n{string.Join('\n', lines)}");
        JsonNode read = JsonNode.Parse(await File.ReadAllTextAsync(report))!;
        return new(first.Value, await peak, (double)read["durationSeconds"]!,
            lines.Last(line => line.Contains("Mailboxes by", StringComparison.Ordinal)).Trim());
    }

    private static async Task<long> PeakAsync(int id)
    {
        using Process process = Process.GetProcessById(id);
        long peak = 0;
        using PeriodicTimer timer = new(Look, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync() && !process.HasExited)
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
            // It has ended between the two questions.
        }
        return peak;
    }
}
