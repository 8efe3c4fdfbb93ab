using System.Collections.Immutable;

namespace TenantOnboarding.Configuration;

/// <summary>A stack's configuration cannot be declared. Holds every mistake, not just the first.</summary>
public sealed class ConfigurationException : Exception
{
    /// <param name="errors">At least one error, in the order in which they stand in the file.</param>
    public ConfigurationException(IEnumerable<ConfigurationError> errors)
        : this([.. errors])
    {
    }

    private ConfigurationException(ImmutableArray<ConfigurationError> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>Every mistake that was found.</summary>
    public ImmutableArray<ConfigurationError> Errors { get; }

    private static string Describe(ImmutableArray<ConfigurationError> errors) =>
        $"The stack's configuration has {errors.Length} error{(errors.Length == 1 ? "" : "s")}; nothing was declared.\n\n"
        + string.Join("\n\n", errors.Select(error => error.ToString()));
}
