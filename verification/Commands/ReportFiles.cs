using System.CommandLine;
using System.Text;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Commands;

/// <summary>The report in every form that a file was named for.</summary>
/// <param name="arguments">The options.</param>
/// <param name="parsed">What was given.</param>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class ReportFiles(VerifyArguments arguments, ParseResult parsed, Func<string, string?> environment)
{
    /// <summary>The file that GitHub shows on the page of a workflow's run.</summary>
    public const string SummaryVariable = "GITHUB_STEP_SUMMARY";

    /// <summary>Writes the files.</summary>
    /// <exception cref="InputException">One cannot be written.</exception>
    public async Task SaveAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        string? url = parsed.GetValue(arguments.DocsUrl);
        FindingLinks links = new(url);
        if (parsed.GetValue(arguments.Json) is string json && json != "-")
            await OutputFiles.SaveAsync("--json", json, JsonReport.Render(report, links), cancellationToken);
        if (parsed.GetValue(arguments.Html) is string html)
            await OutputFiles.SaveAsync("--html", html, HtmlReport.Render(report, url is null ? FindingLinks.FromFile(html)
                : new(url) { Folder = Path.GetDirectoryName(Path.GetFullPath(html)) }), cancellationToken);
        if (parsed.GetValue(arguments.JUnit) is string junit)
            await OutputFiles.SaveAsync("--junit", junit, JUnitReport.Render(report, links), cancellationToken);
        if (parsed.GetValue(arguments.Csv) is string csv)
            await OutputFiles.SaveAsync("--csv", csv, CsvReport.Render(report, links), cancellationToken);
        string? named = parsed.GetValue(arguments.GitHubSummary), inWorkflow = environment(SummaryVariable);
        if ((named ?? inWorkflow) is { Length: > 0 } summary)
            await AppendAsync(named is null ? SummaryVariable : "--github-summary", summary, report, links, cancellationToken);
    }

    // A step's commands share one file, and GitHub drops all of it where it is too long.
    private static async Task AppendAsync(string option, string file, VerificationReport report, FindingLinks links,
        CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream stream = new(file, FileMode.Append, FileAccess.Write);
            string text = MarkdownReport.Render(report, links, (int)Math.Clamp(MarkdownReport.MostBytes - stream.Length, 0,
                MarkdownReport.MostBytes));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{option}: found '{file}', which cannot be written ({exception.Message}); expected a writable file. Name another one.");
        }
    }
}
