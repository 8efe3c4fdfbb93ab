namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>What a deployment has done and what failed in it, told to whoever listens as it happens.</summary>
internal sealed class DeploymentLog(IDeploymentProgress? progress)
{
    private readonly List<DeploymentStep> _steps = [];
    private readonly List<DeploymentFailure> _failures = [];

    /// <summary>Everything that was done, in order.</summary>
    public IReadOnlyList<DeploymentStep> Steps => _steps;

    /// <summary>Everything that failed, in order.</summary>
    public IReadOnlyList<DeploymentFailure> Failures => _failures;

    /// <summary>Work on a resource began.</summary>
    public void Start(string type, string name) => progress?.Started(type, name);

    /// <summary>Takes a step and gives it its place.</summary>
    public void Add(DeploymentStep step)
    {
        int order = _steps.Count(known => known.IsComponent == step.IsComponent) + 1;
        _steps.Add(step with { Order = order });
        if (!step.IsComponent)
            progress?.Finished(_steps[^1]);
    }

    /// <summary>Takes a failure.</summary>
    public DeploymentFailure Fail(DeploymentFailure failure)
    {
        _failures.Add(failure);
        progress?.Failed(failure);
        return failure;
    }
}
