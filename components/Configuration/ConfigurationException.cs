using System.Collections.Immutable;

namespace TenantOnboarding.Components.Configuration;

/// <summary>A stack's configuration cannot be declared. Holds every mistake, not just the first.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>How many errors a message tells; nobody reads thousands.</summary>
    private const int MostShown = 50;

    /// <param name="errors">At least one error, in the order in which they stand in the file.</param>
    public ConfigurationException(IEnumerable<ConfigurationError> errors)
        : this([.. errors])
    {
    }

    private ConfigurationException(ImmutableArray<ConfigurationError> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>Every mistake that was found.</summary>
    public ImmutableArray<ConfigurationError> Errors { get; }

    private static string Describe(ImmutableArray<ConfigurationError> errors)
    {
        string count = errors.Length == 1 ? "1 error" : $"{errors.Length} errors";
        string header = errors.All(error => IsSetting(error.Path))
            ? $"The stack's configuration has {count}; nothing was declared."
            : $"The deployment cannot begin: {count}; nothing was declared.";
        string more = errors.Length > MostShown ? $"\n\n… and {errors.Length - MostShown} more; correct these first." : "";
        return $"{header}\n\n{string.Join("\n\n", errors.Take(MostShown))}{more}";
    }

    /// <summary>False for what stands outside of the stack file, such as the identity that deploys.</summary>
    private static bool IsSetting(string path) =>
        path.StartsWith("azuread:", StringComparison.Ordinal)
            || path.StartsWith(StackConfiguration.Namespace + ":", StringComparison.Ordinal);
}
