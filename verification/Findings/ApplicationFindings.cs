using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about the application registration as a whole.</summary>
internal static class ApplicationFindings
{
    public static readonly FindingKind NameTwiceKind = new("APPLICATION_NAME_TWICE", Severity.Warning)
    {
        Meaning = "The tenant holds another application of the same display name. An interrupted deploy leaves one behind for every try; "
            + "people may also have made one by hand. The product must be given the client id of the stack's own.",
        Fix = "Compare the client ids; delete the other application under 'App registrations' if nothing uses it.",
    };

    public static Finding NameTwice(string displayName, Guid declared, IReadOnlyCollection<string> others) => NameTwiceKind.About(
        displayName,
        $"The tenant holds {Words.Count(others.Count, "other application")} of this display name, with client id {Words.Names(others)}; "
        + $"the stack's own has {declared}. An interrupted deploy leaves one behind for every try.");
}
