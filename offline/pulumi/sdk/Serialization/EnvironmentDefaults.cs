namespace Pulumi.Serialization;

/// <summary>What the environment says for a provider's property that the program leaves out.</summary>
internal static class EnvironmentDefaults
{
    public static string? Get(params string[] variables) =>
        variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is not null);

    public static bool? GetBoolean(params string[] variables) => Get(variables) switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };
}
