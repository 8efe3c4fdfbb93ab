using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Testing;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal;

/// <summary>One run of the Pulumi program in this process, against a deployer instead of an engine.</summary>
internal static class ProgramRun
{
    /// <summary>PULUMI_CONFIG belongs to the process, and so does the exit code that a failed run sets: whoever runs the program holds this.</summary>
    internal static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>Runs the program; gives back its outputs with every output resolved.</summary>
    /// <exception cref="ProgramException">The program, or a resource, failed.</exception>
    public static async Task<JsonObject> RunAsync(IMocks deployer, StackFile stack, bool preview, Func<Task<IDictionary<string, object?>>> program, CancellationToken cancellationToken)
    {
        const string variable = "PULUMI_CONFIG";
        await OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        string? before = Environment.GetEnvironmentVariable(variable);
        int exitCode = Environment.ExitCode;
        try
        {
            Environment.SetEnvironmentVariable(variable, stack.ToPulumiConfig());
            TestOptions options = new()
            {
                ProjectName = stack.Project,
                StackName = stack.Stack,
                RootDirectory = stack.RootDirectory,
                IsPreview = preview,
            };
            (_, IDictionary<string, object?> outputs) = await Deployment.TestAsync(deployer, options, program).ConfigureAwait(false);
            return await StackOutputs.ResolveAsync(outputs).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new ProgramException(Lines(error), error);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
            Environment.ExitCode = exitCode;
            OneAtATime.Release();
        }
    }

    /// <summary>What the program itself says, without wrapping and stack traces. One cause may arrive several times; its message is said once.</summary>
    private static List<string> Lines(Exception error)
    {
        IEnumerable<Exception> causes = error is AggregateException many ? many.Flatten().InnerExceptions : [error];
        return
        [
            .. causes.Select(cause => cause.Message).Distinct(StringComparer.Ordinal).SelectMany(message => message
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.TrimEnd('\r', ' '))
                .TakeWhile(line => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal))
                .Where(line => line.Length > 0)),
        ];
    }
}
