using System.Reflection;
using Pulumi;
using Pulumi.AzureAD;
using Pulumi.Random;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>
/// The stand-in's provider classes against those of the official packages: the same types, members and inputs, but for what is left out
/// whole.
/// </summary>
public sealed class OfficialPackagesTests
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, Assembly> Packages = new()
    {
        ["Pulumi.AzureAD"] = typeof(ApplicationRegistration).Assembly,
        ["Pulumi.Azure"] = typeof(global::Pulumi.Azure.KeyVault.Certificate).Assembly,
        ["Pulumi.Random"] = typeof(RandomString).Assembly,
    };

    [OfficialSdkFact]
    public void A_provider_class_of_the_stand_in_has_the_surface_of_the_official_one()
    {
        List<string> differences = [], lacking = [];
        foreach ((Type standIn, Type? official) in Pairs())
        {
            if (official is null)
            {
                differences.Add($"{standIn.FullName}: no such type");
                continue;
            }
            (string header, HashSet<string> members) = Assert.Single(PublicApi.Render([standIn]));
            (string officialHeader, HashSet<string> officialMembers) = Assert.Single(PublicApi.Render([official]));
            if (header != officialHeader)
                differences.Add($"{header}, officially {officialHeader}");
            differences.AddRange(members.Except(officialMembers).Select(member => $"{standIn.FullName}: + {member}"));
            lacking.AddRange(officialMembers.Except(members).Select(member => $"{header}: {member}"));
        }
        differences.AddRange(lacking.Except(LeftOut.OfProviders).Select(member => $"lacks {member}"));
        differences.AddRange(LeftOut.OfProviders.Except(lacking).Select(member => $"does not lack {member}"));
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [OfficialSdkFact]
    public void An_input_of_the_stand_in_is_required_secret_and_JSON_where_the_official_one_is()
    {
        List<string> differences = [];
        foreach ((Type standIn, Type? official) in Pairs().Where(pair => pair.Official is not null))
        {
            differences.AddRange(Inputs(standIn).Except(Inputs(official!)).Select(input => $"{standIn.FullName}: {input}"));
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static IEnumerable<(Type StandIn, Type? Official)> Pairs() =>
        from type in Sdk.StandIn.GetExportedTypes()
        let package = Packages.Keys.FirstOrDefault(package => $"{type.Namespace}.".StartsWith(package + ".", StringComparison.Ordinal))
        where package is not null
        select (type, Packages[package].GetType(type.FullName!));

    /// <summary>The inputs as they are marked. A secret one is kept in a field, so that whatever is set can be wrapped.</summary>
    private static IEnumerable<string> Inputs(Type type) =>
        from member in type.GetMembers(Members)
        from attribute in member.GetCustomAttributesData()
        where attribute.AttributeType.Name == nameof(InputAttribute)
        select $"{string.Join(' ', attribute.ConstructorArguments.Select(argument => argument.Value))} {member.MemberType}";
}
