namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>Hears of a deploy as it goes. Calls come one at a time.</summary>
public interface IDeploymentProgress
{
    /// <summary>A component was declared: the parent of what follows under its name.</summary>
    void Component(string type, string name);

    /// <summary>Work on a resource began.</summary>
    void Started(string type, string name);

    /// <summary>Work on a resource ended well.</summary>
    void Finished(DeploymentStep done);

    /// <summary>Work on a resource failed.</summary>
    void Failed(DeploymentFailure failure);
}
