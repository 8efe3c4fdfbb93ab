using System.Text;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>
/// What a provider does with inputs before anything is compared: fills in defaults and refuses what it does not take, in its own words.
/// </summary>
internal static class ProviderCheck
{
    /// <summary>The inputs with the provider's defaults, and the names of those.</summary>
    public static (PropertyBag Inputs, IReadOnlyList<string> Defaults) Complete(ProviderRules rules, PropertyBag inputs,
        IReadOnlySet<string> unknown)
    {
        List<string> defaults = [];
        foreach ((string name, object value) in rules.Defaults)
        {
            if (inputs.Has(name) || unknown.Contains(name))
                continue;
            inputs = inputs.With(name, value);
            defaults.Add(name);
        }
        return (inputs, [.. defaults.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Every refusal, as the provider words it.</summary>
    public static IEnumerable<string> Faults(ProviderRules rules, string resource, PropertyBag inputs)
    {
        foreach ((string name, (int least, int most)) in rules.Ranges)
        {
            if (inputs[name] is double number && (number < least || number > most))
                yield return At(name, $"expected {Snake(name)} to be in the range ({least} - {most}), got {inputs.Display(name)}");
        }
        foreach ((string name, IReadOnlyList<string> values) in rules.Values)
        {
            if (inputs.Text(name) is { } text && !values.Contains(text))
                yield return At(name,
                    $"expected {Snake(name)} to be one of [{string.Join(' ', values.Select(value => $"\"{value}\""))}], got {text}");
        }
        foreach ((string name, IReadOnlyList<string> others) in rules.Conflicts)
        {
            if (inputs.Has(name) && others.FirstOrDefault(inputs.Has) is { } other)
                yield return At(name, $"Conflicting configuration arguments. \"{Snake(name)}\": conflicts with {Snake(other)}");
        }

        string At(string name, string problem) => $"{problem}. Examine values at '{resource}.{name}'.";
    }

    /// <summary>The name that Terraform has for a property: <c>feature_tags</c> for <c>featureTags</c>.</summary>
    private static string Snake(string name)
    {
        StringBuilder text = new();
        foreach (char letter in name)
        {
            if (char.IsAsciiLetterUpper(letter))
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
