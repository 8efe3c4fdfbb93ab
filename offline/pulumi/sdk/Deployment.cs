using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>
/// Runs a program in process against <see cref="IMocks"/>. There is no engine here: <see cref="RunAsync(Action)"/> says so and where to
/// turn.
/// </summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<Deployment?> Running = new();

    private readonly ImmutableDictionary<string, string> _config = ReadConfig();
    private readonly List<string> _errors = [];
    private readonly InFlightTasks _tasks = new();
    private readonly DeploymentInstance _instance;
    private readonly MockMonitor _monitor;
    private readonly string? _rootDirectory;

    private Deployment(IMocks mocks, TestOptions? options)
    {
        ProjectName = options?.ProjectName ?? "project";
        StackName = options?.StackName ?? "stack";
        OrganizationName = options?.OrganizationName ?? "organization";
        _rootDirectory = options?.RootDirectory;
        IsDryRun = options?.IsPreview ?? true;
        _monitor = new MockMonitor(mocks, this);
        _instance = new DeploymentInstance(this);
    }

    /// <summary>The deployment that runs the calling code.</summary>
    public static DeploymentInstance Instance => Required._instance;

    internal static Deployment? Current => Running.Value;

    internal static Deployment Required =>
        Running.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    internal string OrganizationName { get; }

    internal string ProjectName { get; }

    internal string StackName { get; }

    internal string RootDirectory => _rootDirectory
        ?? throw new InvalidOperationException("The Pulumi CLI version does not support root directory. Please update the Pulumi CLI.");

    internal bool IsDryRun { get; }

    internal Stack? Stack { get; set; }

    internal string? GetConfig(string key) => _config.GetValueOrDefault(key);

    internal void Track(Task task) => _tasks.Add(task);

    internal void Log(bool isError, string message)
    {
        if (isError)
        {
            lock (_errors)
            {
                _errors.Add(message);
            }
        }
    }
}
