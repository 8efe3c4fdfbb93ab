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

    /// <summary>The files that this run replaces, each with its option.</summary>
    public IReadOnlyList<(string Option, string File)> Named =>
    [
        .. new[]
        {
            ("--json", parsed.GetValue(arguments.Json)), ("--html", parsed.GetValue(arguments.Html)),
            ("--junit", parsed.GetValue(arguments.JUnit)), ("--csv", parsed.GetValue(arguments.Csv)),
        }.Where(one => one.Item2 is not null and not "-").Select(one => (one.Item1, one.Item2!)),
    ];

    /// <summary>Writes the files; where one cannot be written, the others are all the same.</summary>
    /// <exception cref="InputException">Some cannot be written; holds every error.</exception>
    public void Save(VerificationReport report)
    {
        string? url = parsed.GetValue(arguments.DocsUrl);
        FindingLinks links = new(url);
        List<string> errors = [];
        foreach ((string option, string file) in Named)
        {
            Try(() =>
            {
                switch (option)
                {
                    case "--json":
                        SaveJson(file, report, links);
                        break;
                    case "--html":
                        Text(option, file, writer => HtmlReport.Write(writer, report, url is null ? FindingLinks.FromFile(file)
                            : new(url) { Folder = Path.GetDirectoryName(Path.GetFullPath(file)) }));
                        break;
                    case "--junit":
                        OutputFiles.Save(option, file, JUnitReport.Render(report, links));
                        break;
                    default:
                        Text(option, file, writer => CsvReport.Write(writer, report, links));
                        break;
                }
            });
        }
        string? named = parsed.GetValue(arguments.GitHubSummary), inWorkflow = environment(SummaryVariable);
        if ((named ?? inWorkflow) is { Length: > 0 } summary)
            Try(() => Append(named is null ? SummaryVariable : "--github-summary", summary, report, links));
        if (errors.Count > 0)
            throw new InputException([.. errors]);

        void Try(Action save)
        {
            try
            {
                save();
            }
            catch (InputException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }
    }

    private static void Text(string option, string file, Action<TextWriter> write) => OutputFiles.Save(option, file, stream =>
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        write(writer);
    });

    // The report is written last, as it names the others: whoever finds it finds them.
    private static void SaveJson(string file, VerificationReport report, FindingLinks links)
    {
        if (JsonReport.HoldsRows(report))
        {
            OutputFiles.Save("--json", file, stream => JsonReport.Write(stream, report, links, rows: null));
            return;
        }
        string users = Path.ChangeExtension(file, ".users.jsonl"), mailboxes = Path.ChangeExtension(file, ".mailboxes.jsonl");
        OutputFiles.Save("--json", users, stream => JsonReport.WriteUsers(stream, report));
        OutputFiles.Save("--json", mailboxes, stream => JsonReport.WriteMailboxes(stream, report));
        OutputFiles.Save("--json", file,
            stream => JsonReport.Write(stream, report, links, (Path.GetFileName(users), Path.GetFileName(mailboxes))));
    }

    // A step's commands share one file, and GitHub drops all of it where it is too long.
    private static void Append(string option, string file, VerificationReport report, FindingLinks links)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Append, FileAccess.Write);
            string text = MarkdownReport.Render(report, links, (int)Math.Clamp(MarkdownReport.MostBytes - stream.Length, 0,
                MarkdownReport.MostBytes));
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{option}: found '{file}', which cannot be written ({exception.Message}); expected a writable file. Name another one.");
        }
    }
}
