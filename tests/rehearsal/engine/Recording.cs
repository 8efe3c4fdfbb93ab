using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Tests.Rehearsal.Engine;

/// <summary>
/// A run as lines that can be compared: what the real engine did, and what the built-in one does. Left out is what the built-in engine
/// has no part in: the
/// stack itself, default providers, the looks of a refresh, and steps of a resource that is refused.
/// </summary>
internal static partial class Recording
{
    /// <summary>The lines of a recorded run, in the order in which its steps began.</summary>
    public static IReadOnlyList<string> FromJson(string json)
    {
        JsonNode recorded = JsonNode.Parse(json)!;
        List<string> refusals = [];
        HashSet<string> refused = [];
        foreach (JsonNode? diagnostic in recorded["diagnostics"]!.AsArray().Where(one => one!["severity"]!.GetValue<string>() == "error"))
        {
            string of = diagnostic!["of"]!.GetValue<string>();
            string message = diagnostic["message"]!.GetValue<string>();
            if (message is "update failed" or "preview failed" || message.StartsWith("sdk-v2/", StringComparison.Ordinal))
                continue;
            if (of.Length > 0)
                refused.Add(of);
            refusals.Add(of.Length == 0 ? "refused by the program" : $"refused {of}: {Reason(message)}");
        }

        List<string> lines = [];
        foreach (JsonNode? step in recorded["steps"]!.AsArray())
        {
            string op = step!["op"]!.GetValue<string>();
            string type = step["type"]!.GetValue<string>();
            string name = step["name"]!.GetValue<string>();
            bool defaultProvider = type.StartsWith("pulumi:providers:", StringComparison.Ordinal)
                && name.StartsWith("default_", StringComparison.Ordinal) && op != "delete";
            if (op is "refresh" or "replace" || type == "pulumi:pulumi:Stack" || defaultProvider || refused.Contains(name))
                continue;
            string? parent = step["parent"]?.GetValue<string>();
            lines.Add(Line(
                op, type, name,
                parent is null || parent.StartsWith("tenant-onboarding-", StringComparison.Ordinal) ? null : parent,
                Texts(step["diffs"]),
                op is not ("delete" or "delete-replaced") && step["protect"]?.GetValue<bool>() == true,
                op == "create" ? Texts(step["inputs"]?["__defaults"]) : []));
        }
        return [.. lines, .. refusals];
    }

    /// <summary>The lines of a run of the built-in engine.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<DeploymentStep> steps, IEnumerable<DeploymentFailure> failures, bool programRefused)
    {
        List<string> lines = [];
        foreach (DeploymentStep step in steps)
        {
            string[] changed = [.. step.Changes.Select(change => change.Property)];
            if (step.Kind is StepKind.Imported or StepKind.ImportedAndUpdated)
                lines.Add(Line("import", step.Type, step.Name, step.Parent, [], step.Protect, []));
            if (step.Kind == StepKind.Imported)
                continue;
            string op = step.Kind switch
            {
                StepKind.Created => "create",
                StepKind.Updated or StepKind.ImportedAndUpdated => "update",
                StepKind.Replaced => "create-replacement",
                StepKind.Deleted => "delete",
                StepKind.DeletedAfterReplacement => "delete-replaced",
                _ => "same",
            };
            lines.Add(Line(op, step.Type, step.Name, step.Parent, changed, step.Protect, op == "create" ? step.Defaults : []));
        }
        lines.AddRange(failures.Select(failure => $"refused {failure.Name}: {failure.Message}"));
        if (programRefused)
            lines.Add("refused by the program");
        return lines;
    }

    private static string Line(string op, string type, string name, string? parent, IReadOnlyList<string> changed, bool isProtected,
        IReadOnlyList<string> defaults) =>
        $"{op} {type[(type.LastIndexOf(':') + 1)..]} {name}"
        + (parent is null ? "" : $" in {parent}")
        + (changed.Count == 0 ? "" : $", changed {string.Join(' ', changed.Order(StringComparer.Ordinal))}")
        + (isProtected ? ", protected" : "")
        + (defaults.Count == 0 ? "" : $", by default {string.Join(' ', defaults.Order(StringComparer.Ordinal))}");

    private static string[] Texts(JsonNode? list) => [.. list?.AsArray().Select(item => item!.GetValue<string>()) ?? []];

    private static string Reason(string message)
    {
        if (message.Contains("because it is protected", StringComparison.Ordinal))
            return "cannot be deleted because it is protected";
        if (Problem().Match(message) is { Success: true } problem)
            return problem.Groups[1].Value;
        return OneError().Match(message) is { Success: true } error ? error.Groups[1].Value : message.Split('\n')[0];
    }

    [GeneratedRegex(@"has a problem: (.*)\z", RegexOptions.Singleline)]
    private static partial Regex Problem();

    [GeneratedRegex(@"1 error occurred:\s+\* (?:Could not create app role assignment: )?(.*)\z", RegexOptions.Singleline)]
    private static partial Regex OneError();
}
