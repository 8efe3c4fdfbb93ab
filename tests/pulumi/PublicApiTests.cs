using System.Reflection;
using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Whatever compiles against the stand-in must compile against the official SDK, 3.112.1.</summary>
public sealed class PublicApiTests
{
    private static readonly string[] CoreNamespaces = ["Pulumi", "Pulumi.Testing", "Pulumi.Utilities"];

    private static Dictionary<string, HashSet<string>> StandIn =>
        PublicApi.Render(Core(Sdk.StandIn));

    private static Dictionary<string, HashSet<string>> Official => Sdk.IsOfficial
        ? PublicApi.Render(Core(typeof(Output).Assembly))
        : PublicApi.Parse(SharedFacts.Read("pulumi-sdk", "public-api-3.112.1.txt"));

    [OfficialApiFact]
    public void StandIn_EveryTypeAndMember_IsOneOfTheOfficialSdk()
    {
        var official = Official;
        var strangers = StandIn.SelectMany(type => official.TryGetValue(type.Key, out var members)
            ? type.Value.Except(members).Select(member => $"{type.Key}: {member}")
            : [type.Key]);

        Assert.Equal([], strangers.Order(StringComparer.Ordinal));
    }

    [OfficialApiFact]
    public void What_the_stand_in_lacks_is_written_down_with_a_reason()
    {
        Dictionary<string, HashSet<string>> standIn = StandIn;
        List<string> lacking = [];
        foreach ((string type, HashSet<string> members) in Official)
        {
            if (!standIn.TryGetValue(type, out HashSet<string>? present))
                lacking.Add(type);
            else
                lacking.AddRange(members.Except(present).Select(member => $"{type}: {member}"));
        }

        Assert.Equal(lacking.Order(StringComparer.Ordinal), LeftOut().Order(StringComparer.Ordinal));
    }

    /// <summary>The entries of the list: a type, or a type and a member of it. Each stands below a reason.</summary>
    private static IEnumerable<string> LeftOut()
    {
        const string inPart = ": in part";
        string? reason = null, type = null;
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "offline", "pulumi", "left-out.txt")))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                reason = line;
            else if (line.Length == 0)
                reason = null;
            else if (reason is not null && line.StartsWith("  ", StringComparison.Ordinal))
                yield return $"{type}: {line.Trim()}";
            else if (reason is not null && line.EndsWith(inPart, StringComparison.Ordinal))
                type = line[..^inPart.Length];
            else if (reason is not null)
                yield return line;
        }
    }

    private static IEnumerable<Type> Core(Assembly assembly) => assembly.GetExportedTypes().Where(type => CoreNamespaces.Contains(type.Namespace));
}
