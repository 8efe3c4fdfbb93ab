namespace Pulumi;

/// <summary>
/// A package that a provider makes up by a parameter. It is here because the constructors that take one make a call without options
/// ambiguous;
/// only Pulumi's engine can register it.
/// </summary>
public sealed class RegisterPackageRequest
{
    /// <summary>A package by its plugin's name and version.</summary>
    public RegisterPackageRequest(
        string name, string version, string? downloadUrl, Dictionary<string, byte[]>? checksums, PackageParameterization? parameterization)
        : this(name, version, downloadUrl, checksums, parameterization, extension: null)
    {
    }

    /// <inheritdoc cref="RegisterPackageRequest(string, string, string?, Dictionary{string, byte[]}?, PackageParameterization?)"/>
    public RegisterPackageRequest(
        string name,
        string version,
        string? downloadUrl,
        Dictionary<string, byte[]>? checksums = null,
        PackageParameterization? parameterization = null,
        PackageParameterization? extension = null)
    {
        Name = name;
        Version = version;
        DownloadUrl = downloadUrl ?? "";
        Checksums = checksums ?? [];
        Parameterization = parameterization;
        Extension = extension;
    }

    /// <summary>The plugin's name.</summary>
    public string Name { get; }

    /// <summary>The plugin's version.</summary>
    public string Version { get; }

    /// <summary>Where the plugin is to be had; empty for its usual place.</summary>
    public string DownloadUrl { get; }

    /// <summary>The plugin's checksums by platform.</summary>
    public Dictionary<string, byte[]> Checksums { get; }

    /// <summary>What replaces the base package, or null.</summary>
    public PackageParameterization? Parameterization { get; }

    /// <summary>What is laid over the base package, or null.</summary>
    public PackageParameterization? Extension { get; }

    /// <summary>The options; an error where a request was given.</summary>
    internal static TOptions Refuse<TOptions>(RegisterPackageRequest? request, TOptions options) => request is null
        ? options
        : throw new NotSupportedException($"The parameterized package '{request.Name}' needs Pulumi's engine. Run it with 'pulumi up'.");

    /// <summary>A package that a parameter makes.</summary>
    public sealed class PackageParameterization
    {
        /// <summary>A package by name, version and the parameter's value.</summary>
        public PackageParameterization(string name, string version, byte[] value)
        {
            Name = name;
            Version = version;
            Value = value;
        }

        /// <summary>The package's name.</summary>
        public string Name { get; }

        /// <summary>The package's version.</summary>
        public string Version { get; }

        /// <summary>The parameter's value.</summary>
        public byte[] Value { get; }
    }
}
