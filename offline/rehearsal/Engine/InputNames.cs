using System.Collections.Frozen;
using System.Reflection;
using Pulumi;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>
/// Which inputs a program gives to a resource. A mock is not told of an input whose value a preview does not know, so it cannot tell it
/// from one that is absent.
/// </summary>
internal static class InputNames
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The names, in the provider's spelling, of the arguments that are not null.</summary>
    public static IReadOnlySet<string> Of(ResourceArgs args)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (FieldInfo field in args.GetType().GetFields(Members))
        {
            if (NameOf(field) is { } name && field.GetValue(args) is not null)
                names.Add(name);
        }
        foreach (PropertyInfo property in args.GetType().GetProperties(Members))
        {
            if (NameOf(property) is { } name && property.GetValue(args) is not null)
                names.Add(name);
        }
        return names.ToFrozenSet(StringComparer.Ordinal);
    }

    // The official attribute keeps its name to itself.
    private static string? NameOf(MemberInfo member) => member.GetCustomAttributesData()
        .FirstOrDefault(attribute => attribute.AttributeType == typeof(InputAttribute))?.ConstructorArguments[0].Value as string;
}
