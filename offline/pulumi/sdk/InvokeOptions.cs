namespace Pulumi;

/// <summary>Options of a provider function.</summary>
public class InvokeOptions
{
    /// <summary>A resource whose provider is used.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The explicit provider.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>The package's version.</summary>
    public string? Version { get; set; }

    /// <summary>Where to download the provider from.</summary>
    public string? PluginDownloadURL { get; set; }
}
