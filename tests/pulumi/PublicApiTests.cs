using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Whatever compiles against the stand-in must compile against the official SDK, 3.112.1.</summary>
public sealed class PublicApiTests
{
    private static readonly string[] CoreNamespaces = ["Pulumi", "Pulumi.Testing", "Pulumi.Utilities"];

    private static Dictionary<string, HashSet<string>> StandIn =>
        PublicApi.Render(typeof(Output).Assembly.GetExportedTypes().Where(type => CoreNamespaces.Contains(type.Namespace)));

    private static Dictionary<string, HashSet<string>> Official => PublicApi.Parse(SharedFacts.Read("pulumi-sdk", "public-api-3.112.1.txt"));

    [SharedFactsFact]
    public void StandIn_EveryTypeAndMember_IsOneOfTheOfficialSdk()
    {
        var official = Official;
        var strangers = StandIn.SelectMany(type => official.TryGetValue(type.Key, out var members)
            ? type.Value.Except(members).Select(member => $"{type.Key}: {member}")
            : [type.Key]);

        Assert.Equal([], strangers.Order(StringComparer.Ordinal));
    }

    [SharedFactsFact]
    public void StandIn_WhatItLacks_IsWrittenDown()
    {
        var standIn = StandIn;
        var lacking = new List<string>();
        foreach (var (type, members) in Official.OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            if (!standIn.TryGetValue(type, out var present))
            {
                lacking.Add(type);
            }
            else if (members.Except(present).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
            {
                lacking.Add($"{type}: in part");
                lacking.AddRange(missing.Select(member => "  " + member));
            }
        }

        var actual = Path.Combine(AppContext.BaseDirectory, "left-out.txt");
        File.WriteAllLines(actual, lacking);
        var expected = Path.Combine(SharedFacts.RepositoryRoot, "offline", "pulumi", "left-out.txt");
        Assert.True(File.ReadAllText(expected) == File.ReadAllText(actual), $"{expected} is out of date, compare it with {actual}");
    }
}
