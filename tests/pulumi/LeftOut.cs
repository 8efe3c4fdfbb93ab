namespace TenantOnboarding.Tests.Pulumi;

/// <summary>
/// The list of what the stand-in lacks, <c>offline/pulumi/left-out.txt</c>. An entry is a type, or "type: member"; what stands below no
/// reason is no entry.
/// </summary>
internal static class LeftOut
{
    private const string InPart = ": in part";
    private static readonly string[] Providers = [" Pulumi.AzureAD.", " Pulumi.Azure.", " Pulumi.Random."];

    /// <summary>Of the package Pulumi.</summary>
    public static IEnumerable<string> Core => Read().Where(entry => !IsOfProvider(entry));

    /// <summary>Of the providers' packages, of types that the stand-in has.</summary>
    public static IEnumerable<string> OfProviders => Read().Where(IsOfProvider);

    private static bool IsOfProvider(string entry) =>
        Providers.Any(provider => entry.Split(" : ")[0].Contains(provider, StringComparison.Ordinal));

    private static IEnumerable<string> Read()
    {
        bool hasReason = false;
        string? type = null;
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "offline", "pulumi", "left-out.txt")))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                hasReason = true;
            else if (line.Length == 0)
                hasReason = false;
            else if (hasReason && line.StartsWith("  ", StringComparison.Ordinal))
                yield return $"{type}: {line.Trim()}";
            else if (hasReason && line.EndsWith(InPart, StringComparison.Ordinal))
                type = line[..^InPart.Length];
            else if (hasReason)
                yield return line;
        }
    }
}
