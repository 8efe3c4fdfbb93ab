using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>
/// Names that a workflow hands on: they stand in expressions, environments, artifacts and command lines, so nothing in them may mean
/// anything to a shell, to YAML or to an option parser.
/// </summary>
internal static partial class StackNames
{
    /// <summary>What follows the name of an environment that previews, verifies and looks for drift.</summary>
    public const string PreviewSuffix = "-preview";

    /// <summary>Refuses names that are not safe, and stacks that would share an environment.</summary>
    /// <exception cref="StackFileException">Every name that cannot be used.</exception>
    public static void Check(IReadOnlyList<string> stacks)
    {
        List<string> errors = [.. stacks.Where(stack => !IsSafe(stack)).Select(stack =>
            $"Pulumi.{stack}.yaml: \"{stack}\" is no name for a workflow; expected letters, digits, dots, hyphens and underscores, at most "
            + "100, a letter or digit first; rename the file and the stack (pulumi stack rename)")];
        // GitHub takes the names of environments without regard to case.
        ILookup<string, string> byEnvironment = stacks
            .SelectMany(stack => (string[])[stack, stack + PreviewSuffix], (stack, environment) => (stack, environment))
            .ToLookup(pair => pair.environment, pair => pair.stack, StringComparer.OrdinalIgnoreCase);
        errors.AddRange(byEnvironment.Where(shared => shared.Distinct().Count() > 1).Select(shared =>
            $"the stacks {string.Join(" and ", shared.Distinct().Order(StringComparer.Ordinal))} share the environment \"{shared.Key}\"; "
            + $"expected names that differ by more than case and \"{PreviewSuffix}\"; rename one of them"));
        if (errors.Count > 0)
            throw new StackFileException(errors);
    }

    /// <summary>Whether a name means nothing but itself.</summary>
    public static bool IsSafe(string name) => Safe().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Safe();
}
