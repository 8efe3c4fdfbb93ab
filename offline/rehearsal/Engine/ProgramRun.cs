using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Testing;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>One run of the Pulumi program in this process, against a deployer instead of an engine.</summary>
internal static class ProgramRun
{
    /// <summary>
    /// PULUMI_CONFIG belongs to the process, and so does the exit code that a failed run sets: whoever runs the program holds this.
    /// </summary>
    internal static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>Runs the program; gives back its outputs with every output resolved.</summary>
    /// <exception cref="ProgramException">The program, or a resource, failed.</exception>
    public static async Task<JsonObject> RunAsync(IMocks deployer, StackFile stack, bool preview,
        Func<Task<IDictionary<string, object?>>> program, CancellationToken cancellationToken)
    {
        const string variable = "PULUMI_CONFIG";
        await OneAtATime.WaitAsync(cancellationToken);
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
            StackMaker maker = new(program, deployer as IDeclarations);
            await Deployment.TestWithServiceProviderAsync<ProgramStack>(deployer, maker, options);
            return await StackOutputs.ResolveAsync(maker.Made!.Returned);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The SDK reports a cancellation inside a resource as a failure of the program.
            cancellationToken.ThrowIfCancellationRequested();
            throw new ProgramException(Lines(exception), exception);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
            Environment.ExitCode = exitCode;
            OneAtATime.Release();
        }
    }

    /// <summary>
    /// What the program itself says, without wrapping and stack traces. One cause may arrive several times; its message is said once.
    /// </summary>
    private static List<string> Lines(Exception exception)
    {
        IEnumerable<Exception> causes = exception is AggregateException many ? many.Flatten().InnerExceptions : [exception];
        return
        [
            .. causes.Select(cause => cause.Message).Distinct(StringComparer.Ordinal).SelectMany(message => message
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.TrimEnd('\r', ' '))
                .TakeWhile(line => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal))
                .Where(line => line.Length > 0)),
        ];
    }

    /// <summary>Makes the stack when the SDK asks for it: it can only be constructed inside the run.</summary>
    private sealed class StackMaker(Func<Task<IDictionary<string, object?>>> program, IDeclarations? declarations) : IServiceProvider
    {
        public ProgramStack? Made { get; private set; }

        public object GetService(Type serviceType) => Made = new ProgramStack(program, declarations);
    }
}
