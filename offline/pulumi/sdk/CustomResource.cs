namespace Pulumi;

/// <summary>A resource that a provider creates, reads, updates and deletes.</summary>
public class CustomResource : Resource
{
    /// <summary>Declares the resource.</summary>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions())
    {
    }

    /// <summary>Declares the resource of a parameterized package, which needs an engine.</summary>
    public CustomResource(
        string type,
        string name,
        ResourceArgs? args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : this(type, name, args, RegisterPackageRequest.Refuse(registerPackageRequest, options))
    {
    }

    /// <summary>The provider's id. Unknown until the resource exists.</summary>
    [Output("id")]
    public Output<string> Id { get; private set; } = null!;
}
