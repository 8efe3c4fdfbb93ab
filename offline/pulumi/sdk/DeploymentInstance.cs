namespace Pulumi;

/// <summary>What a program may ask of the deployment that runs it.</summary>
public sealed class DeploymentInstance
{
    private readonly Deployment _deployment;

    internal DeploymentInstance(Deployment deployment) => _deployment = deployment;

    /// <summary>The organization's name.</summary>
    public string OrganizationName => _deployment.OrganizationName;

    /// <summary>The project's name.</summary>
    public string ProjectName => _deployment.ProjectName;

    /// <summary>The stack's name.</summary>
    public string StackName => _deployment.StackName;

    /// <summary>The folder of the project file.</summary>
    public string RootDirectory => _deployment.RootDirectory;

    /// <summary>Whether this is a preview.</summary>
    public bool IsDryRun => _deployment.IsDryRun;

    /// <summary>
    /// Calls a provider function. Not with outputs as arguments: an unknown one gives the default of <typeparamref name="T"/>.
    /// </summary>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _deployment.InvokeAsync<T>(token, args, options);

    /// <summary>Calls a provider function for what it does.</summary>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _deployment.InvokeAsync<object>(token, args, options);

    /// <summary>Calls a provider function, unless an argument is unknown: then so is the result.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        new(_deployment.InvokeDataAsync<T>(token, args, options));

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        new(_deployment.InvokeDataAsync<T>(token, args, options));
}
