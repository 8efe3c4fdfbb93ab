using System.Text.RegularExpressions;
using TenantOnboarding.HandOver.MailStore;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.HandOver.Users;

/// <summary>What a synchronization would do, as a dry run tells: a line for each user, new ones marked with <c>+</c>, those that go with
/// <c>-</c>, as MailStore's own "Test Settings" lists them.</summary>
/// <param name="Listed">Every user that is named, except those that go.</param>
/// <param name="Gone">Users that a synchronization would delete.</param>
internal sealed partial record DryRun(IReadOnlyList<string> Listed, IReadOnlyList<string> Gone)
{
    /// <summary>Reads the answer of a dry run.</summary>
    /// <param name="target">What to call the MailStore.</param>
    /// <param name="answer">The answer.</param>
    /// <exception cref="MailStoreException">It names users in a form that is not known: nothing would be compared.</exception>
    public static DryRun Read(string target, MailStoreAnswer answer)
    {
        List<string> listed = [], gone = [];
        foreach (string line in answer.Log.Split('\n').Select(line => line.Trim('\r')))
        {
            if (User().Match(line) is { Success: true } user)
                (user.Groups["mark"].Value == "-" ? gone : listed).Add(user.Groups["name"].Value);
            else if (line.Contains('@', StringComparison.Ordinal))
                throw Unknown(target, $"in its log, '{Visible.Short(line.Trim(), 120)}'");
        }
        if (listed.Count + gone.Count == 0 && answer.Result is not null)
            throw Unknown(target, $"as its result, {Visible.Short(answer.Result.ToJsonString(), 120)}");
        return new(listed, gone);
    }

    private static MailStoreException Unknown(string target, string found) => new(
        $"{target}: the dry run tells in a form that this program does not know whom it would bring: found {found}; expected a line for "
        + "each user, marked with + where it is new. Compare by eye with Test Settings, and send us the file of --capture, without names.");

    [GeneratedRegex(@"^\s*(?<mark>[+-])?\s*(?<name>[^\s@]+@[^\s@]+)(\s+\(.*\))?\s*$")]
    private static partial Regex User();
}
