using System.Reflection;
using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Whatever compiles against the stand-in must compile against the official SDK, 3.112.1.</summary>
public sealed class PublicApiTests
{
    private static readonly string[] CoreNamespaces = ["Pulumi", "Pulumi.Codegen", "Pulumi.Testing", "Pulumi.Utilities"];

    private static Dictionary<string, HashSet<string>> StandIn =>
        PublicApi.Render(Core(Sdk.StandIn));

    private static Dictionary<string, HashSet<string>> Official => Sdk.IsOfficial
        ? PublicApi.Render(Core(typeof(Output).Assembly))
        : PublicApi.Parse(SharedFacts.Read("pulumi-sdk", "public-api-3.112.1.txt"));

    [OfficialApiFact]
    public void StandIn_EveryTypeAndMember_IsOneOfTheOfficialSdk()
    {
        Dictionary<string, HashSet<string>> official = Official;
        IEnumerable<string> strangers = StandIn.SelectMany(type => official.TryGetValue(type.Key, out HashSet<string>? members)
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

        Assert.Equal(lacking.Order(StringComparer.Ordinal), LeftOut.Core.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Type> Core(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => CoreNamespaces.Contains(type.Namespace));
}
