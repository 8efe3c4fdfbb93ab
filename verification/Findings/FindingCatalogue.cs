using System.Reflection;
using System.Text;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Every kind of finding that there is: the fields of the classes whose names end in <c>Findings</c>.</summary>
public static class FindingCatalogue
{
    /// <summary>The catalogue as a document, from the root of the repository.</summary>
    public const string DocumentPath = "docs/findings.md";

    /// <summary>All kinds, by code.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
        [.. typeof(FindingCatalogue).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Findings", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(FindingKind))
            .Select(field => (FindingKind)field.GetValue(null)!)
            .OrderBy(kind => kind.Code, StringComparer.Ordinal)];

    /// <summary>The catalogue as Markdown: what <see cref="DocumentPath"/> holds.</summary>
    public static string Document()
    {
        StringBuilder text = new();
        text.Append("# Findings\n\n");
        text.Append(
            "What the verification can find, by code. A report names the code, what it found in your tenant, and the fix; this is what "
            + "each code means in general.\n");
        text.Append("An error makes the tenant not ready; a warning does so with `--strict` only; a note is there to be known. ");
        text.Append("This file is made from the catalogue in `verification/Findings` by a test.\n");
        foreach (FindingKind kind in All)
        {
            text.Append($"\n## {kind.Code}\n\n");
            text.Append($"**{Weight(kind.Severity)}.** {kind.Meaning}{(kind.Unless is string unless ? $" {unless}" : "")}\n\n");
            text.Append($"**Fix:** {kind.Fix}\n");
            if (kind.Source is Uri source)
                text.Append($"\nSource: <{source}>\n");
        }
        return text.ToString();
    }

    private static string Weight(Severity severity) => severity switch
    {
        Severity.Error => "Error",
        Severity.Warning => "Warning",
        Severity.Info => "Note",
        _ => throw new InvalidOperationException($"No word for the severity {severity}."),
    };
}
