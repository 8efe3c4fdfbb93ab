using System.Text.Json.Nodes;
using Spectre.Console;
using TenantOnboarding.HandOver.MailStore;
using TenantOnboarding.HandOver.Reporting;
using TenantOnboarding.HandOver.Results;
using TenantOnboarding.HandOver.Text;
using TenantOnboarding.HandOver.Users;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver;

/// <summary>Compares a MailStore with what a stack declares and a verification proved, shows the outcome and writes it.</summary>
/// <param name="console">Where it is shown.</param>
/// <param name="error">Where progress and errors go.</param>
/// <param name="clock">Its clock.</param>
public sealed class MailStoreRun(IAnsiConsole console, TextWriter error, TimeProvider clock)
{
    private const string ProductPrefix = "mailstore-";

    private string _progress = "";

    /// <summary>Runs.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="outputs">The stack's outputs.</param>
    /// <param name="output">The folder that gets <c>mailstore.json</c>; it is there.</param>
    /// <param name="cancellationToken">Ends it, and the job that MailStore is busy with.</param>
    public async Task<HandOverResult> RunAsync(
        MailStoreTask task, OutputsDocument outputs, string output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(outputs);
        try
        {
            string name = Integration(task, outputs);
            VerifiedUsers? verified = task.Verification is string file ? VerifiedUsers.Read(file, name, outputs) : null;
            if (verified is not null)
                console.MarkupLine(Markup.Escape($"Users are compared with those verified on {Words.Time(verified.VerifiedAt)}."));
            using MailStoreConnection connection = new(task.Target, task.Credential);
            MailStoreApi api = new(task.Target, connection, task.Deadline, clock, Report);
            MailStoreConversation conversation = new(api, task, read => Capture(task.Capture, read));
            MailStoreOutcome outcome = await conversation.RunAsync(name, outputs, verified, cancellationToken);
            new MailStoreView(console).Write(outcome);
            string result = Path.Combine(output, "mailstore.json");
            OutputFiles.Save("--output", result, MailStoreJson.Render(outcome));
            console.MarkupLine(Markup.Escape($"  Written: {result}"));
            return outcome.Differs ? HandOverResult.Differs : HandOverResult.Done;
        }
        catch (MailStoreException exception)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return HandOverResult.NotAnswered;
        }
        catch (InputException exception)
        {
            foreach (string line in exception.Errors)
                await error.WriteLineAsync($"error: {line}");
            return HandOverResult.BadInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("cancelled: MailStore was asked to end what it was busy with; nothing more was set");
            return HandOverResult.Cancelled;
        }
    }

    private static string Integration(MailStoreTask task, OutputsDocument outputs)
    {
        string[] names = [.. outputs.Integrations.Where(one => one.Value is { Directory: DirectorySource.Microsoft365 } integration
            && integration.Product.StartsWith(ProductPrefix, StringComparison.Ordinal)).Select(one => one.Key)];
        if (task.Integration is null && names is [string only])
            return only;
        if (task.Integration is string wanted && names.Contains(wanted))
            return wanted;
        throw new InputException(names.Length == 0
            ? "--mailstore: found outputs without an integration for MailStore that takes its users from Microsoft 365; expected one. "
                + "Leave --mailstore out: the sheet says what to enter."
            : $"--integration: found {(task.Integration is null ? "none" : $"'{task.Integration}'")}, expected one of "
                + $"{string.Join(", ", names)}. Name one.");
    }

    private void Report(string progress)
    {
        if (progress == _progress)
            return;
        _progress = progress;
        error.WriteLine($"  {progress}");
    }

    private static void Capture(string? file, JsonObject read)
    {
        if (file is not null)
            OutputFiles.Save("--capture", file, JsonText.Render(read));
    }
}
