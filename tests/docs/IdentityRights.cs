using System.Text.RegularExpressions;

namespace TenantOnboarding.Tests.Docs;

/// <summary>The tables of <c>docs/identities.md</c>, which the tests take their cases from.</summary>
internal static partial class IdentityRights
{
    private static readonly MarkdownFile Document = new("docs/identities.md");

    private static readonly string[] Identities = ["previewing", "deploying", "verifying"];

    /// <summary>The rows of the first table: what there is, and each identity's application permissions for it.</summary>
    public static Dictionary<string, Dictionary<string, string[]>> Rows { get; } = Document.TableBelow("What each one needs").ToDictionary(
        cells => cells[0],
        cells => Identities.Index().ToDictionary(identity => identity.Item, identity => MarkdownFile.Code(cells[identity.Index + 1])));

    /// <summary>Every right that the first table names.</summary>
    public static string[] All => [.. Rows.Values.SelectMany(row => row.Values).SelectMany(rights => rights).Distinct()];

    /// <summary>By right, where its absence shows: types of resources, functions and settings.</summary>
    public static ILookup<string, string> Refused { get; } = Document.TableBelow("What a refusal means")
        .SelectMany(cells => MarkdownFile.Code(cells[0]).Select(place => (Right: MarkdownFile.Code(cells[1]).Single(), place)))
        .ToLookup(pair => pair.Right, pair => pair.place);

    /// <summary>By identity: the repository variable and the subjects that it trusts.</summary>
    public static IReadOnlyDictionary<string, (string Variable, string[] Subjects)> Subjects { get; } = Document
        .TableBelow("In GitHub's workflows")
        .ToDictionary(cells => cells[0], cells => (MarkdownFile.Code(cells[1]).Single(), MarkdownFile.Code(cells[2])));

    /// <summary>Whether a text of the table is a permission of Microsoft Graph rather than a setting.</summary>
    public static bool IsRight(string text) => Right().IsMatch(text);

    [GeneratedRegex(@"^[A-Z]\w+(\.\w+)+$")]
    private static partial Regex Right();
}
