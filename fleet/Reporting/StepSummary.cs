using System.Text;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Verification.Reporting;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>The page of a workflow's run, where a service offers one: a step appends Markdown to it.</summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="output">Standard output, by which Azure Pipelines is told of a file.</param>
internal sealed class StepSummary(Func<string, string?> environment, TextWriter output)
{
    /// <summary>The variable by which GitHub names the file.
    /// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary</summary>
    public const string Variable = "GITHUB_STEP_SUMMARY";

    private const string CutShort = "\nThe summary ends here, at what GitHub takes; the run's artifacts have all of it.\n";

    /// <summary>That of the run that this process is part of.</summary>
    public static StepSummary OfThisProcess() => new(Environment.GetEnvironmentVariable, Console.Out);

    /// <summary>Whether there is one.</summary>
    public bool IsOffered => environment(Variable) is { Length: > 0 } || AzureFolder is not null;

    /// <summary>Where Azure Pipelines lets a step put files; null elsewhere.</summary>
    private string? AzureFolder => string.Equals(environment("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase)
        && environment("AGENT_TEMPDIRECTORY") is { Length: > 0 } folder ? folder : null;

    /// <summary>Appends to it; does nothing where there is none.</summary>
    /// <exception cref="StackFileException">It cannot be written.</exception>
    public void Append(string markdown)
    {
        string? file = environment(Variable);
        if (string.IsNullOrEmpty(file))
        {
            if (AzureFolder is { } folder)
                Upload(folder, markdown);
            return;
        }
        try
        {
            using FileStream stream = new(file, FileMode.Append, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(Fitting(markdown, MarkdownReport.MostBytes - stream.Length)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException(
                $"{Variable}: {file} cannot be written ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); expected the file of a "
                + "step's summary; remove the variable to do without");
        }
    }

    // A file for each: what was told of before is not told again.
    // https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    private void Upload(string folder, string markdown)
    {
        int number = 1;
        while (File.Exists(Path.Combine(folder, $"fleet-{number}.md")))
            number++;
        string file = Path.Combine(folder, $"fleet-{number}.md");
        try
        {
            File.WriteAllText(file, markdown);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException($"AGENT_TEMPDIRECTORY: {folder} cannot be written "
                + $"({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); expected the agent's folder for temporary files; look at "
                + "its disk");
        }
        output.WriteLine($"##vso[task.uploadsummary]{file}");
    }

    // GitHub drops all of a summary that is too long. Cut between paragraphs.
    private static string Fitting(string markdown, long bytes)
    {
        if (Encoding.UTF8.GetByteCount(markdown) <= bytes)
            return markdown;
        long left = bytes - Encoding.UTF8.GetByteCount(CutShort);
        StringBuilder text = new();
        foreach (string paragraph in markdown.Split("\n\n"))
        {
            left -= Encoding.UTF8.GetByteCount(paragraph) + 2;
            if (left < 0)
                break;
            text.Append(paragraph).Append("\n\n");
        }
        return left < 0 && text.Length == 0 ? "" : text.Append(CutShort).ToString();
    }
}
