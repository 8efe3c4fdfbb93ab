using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal.Change;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>A change in words and by names, as lines of Markdown.</summary>
internal static class ChangeText
{
    /// <summary>Every line, each with what it is.</summary>
    public static IEnumerable<string> Lines(StackChange change) =>
    [
        .. (change.Access ?? []).Select(access => $"{(access.Widens ? "**widens**" : "narrows")} {Line(access)}"),
        .. change.Resources.OrderBy(resource => resource.Kind).Select(resource => $"{Word(resource.Kind)} {Line(resource)}"),
    ];

    /// <summary>What an application may do, under the name of its integration.</summary>
    public static string Line(AccessChange access) => $"{CodeSpan.Of(access.Integration)}: {CodeSpan.Of(access.Text)}";

    /// <summary>A resource, with the properties that change.</summary>
    public static string Line(ResourceChange resource) => $"{CodeSpan.Of(resource.Name)} {CodeSpan.Of(resource.Type)}"
        + (resource.Properties.Count > 0 ? $": {string.Join(", ", resource.Properties.Select(CodeSpan.Of))}" : "");

    /// <summary>What happens to a resource, at the beginning of a line.</summary>
    public static string Word(ResourceChangeKind kind) => kind switch
    {
        ResourceChangeKind.Removed => "removed",
        ResourceChangeKind.Replaced => "replaced",
        ResourceChangeKind.Changed => "changed",
        ResourceChangeKind.Added => "added",
        ResourceChangeKind.TakenOver => "taken over",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
