using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An explicit provider, with its own credentials and endpoints.</summary>
public class ProviderResource : CustomResource
{
    /// <summary>Declares the provider for a package.</summary>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base($"pulumi:providers:{package}", name, args, options)
    {
        Package = package;
    }

    /// <summary>Declares the provider for a parameterized package, which needs an engine.</summary>
    public ProviderResource(
        string package,
        string name,
        ResourceArgs args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : this(package, name, args, RegisterPackageRequest.Refuse(registerPackageRequest, options))
    {
    }

    internal string Package { get; }

    /// <summary>How other resources refer to it: "urn::id". Waits until the provider is registered.</summary>
    internal async Task<string> GetReferenceAsync()
    {
        OutputData<string> urn = await Urn.DataTask;
        OutputData<string> id = await Id.DataTask;
        return $"{urn.Value}::{(id.IsKnown ? id.Value : Constants.UnknownValue)}";
    }
}
