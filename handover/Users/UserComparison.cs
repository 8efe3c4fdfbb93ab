using System.Text.Json.Nodes;
using TenantOnboarding.HandOver.MailStore;

namespace TenantOnboarding.HandOver.Users;

/// <summary>MailStore's own list next to the verification's, user by user.</summary>
/// <param name="Same">How many users are the same.</param>
/// <param name="Own">How many accounts of MailStore's own were left out: they sign in with a password that MailStore keeps.</param>
/// <param name="Differences">The others, by name.</param>
public sealed record UserComparison(int Same, int Own, IReadOnlyList<UserDifference> Differences)
{
    /// <summary>Functions that it calls.</summary>
    internal static IReadOnlyList<string> Functions { get; } = ["GetUsers", "GetUserInfo"];

    /// <summary>Compares.</summary>
    /// <param name="api">The MailStore.</param>
    /// <param name="target">What to call it.</param>
    /// <param name="dryRun">What a synchronization would do.</param>
    /// <param name="verified">Whom the verification has.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<UserComparison> OfAsync(
        MailStoreApi api, string target, DryRun dryRun, VerifiedUsers verified, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> known = Known(target, (await api.InvokeAsync("GetUsers", cancellationToken)).Result);
        HashSet<string> gone = new(dryRun.Gone, StringComparer.OrdinalIgnoreCase);
        SortedSet<string> all = new(known.Keys.Concat(dryRun.Listed).Where(name => !gone.Contains(name)), StringComparer.OrdinalIgnoreCase);
        List<UserDifference> differences = [];
        int own = 0;
        foreach (string name in all.Where(name => !verified.Names.ContainsKey(name)))
        {
            if (known.ContainsKey(name) && await IsOwnAsync(api, name, cancellationToken))
                own++;
            else
                differences.Add(new(UserDifferenceKind.Extra, name, known.ContainsKey(name)
                    ? "MailStore has it, and the verification leaves it out"
                    : "a synchronization would bring it, and the verification leaves it out"));
        }
        foreach ((string name, string displayName) in verified.Names)
        {
            if (!all.Contains(name))
                differences.Add(new(UserDifferenceKind.Missing, name, gone.Contains(name)
                    ? "a synchronization would delete it, and the verification has it"
                    : dryRun.Listed.Count == 0 ? "MailStore does not have it, and its dry run names nobody"
                    : "MailStore would not bring it, and the verification has it"));
            else if (known.GetValueOrDefault(name) is { Length: > 0 } fullName && fullName != displayName)
                differences.Add(new(UserDifferenceKind.Differs, name, $"MailStore calls it '{fullName}', the tenant '{displayName}'"));
        }
        int same = verified.Names.Count - differences.Count(one => one.Kind != UserDifferenceKind.Extra);
        return new(same, own, [.. differences.OrderBy(one => one.UserName, StringComparer.OrdinalIgnoreCase)]);
    }

    private static Dictionary<string, string?> Known(string target, JsonNode? result)
    {
        Dictionary<string, string?> users = new(StringComparer.OrdinalIgnoreCase);
        if (result is not JsonArray list)
            throw Unknown(target);
        foreach (JsonNode? user in list)
            users[Text(user, "userName") ?? throw Unknown(target)] = Text(user, "fullName");
        return users;
    }

    private static async Task<bool> IsOwnAsync(MailStoreApi api, string name, CancellationToken cancellationToken) =>
        Text((await api.InvokeAsync("GetUserInfo", cancellationToken, ("userName", name))).Result, "authentication") == "integrated";

    private static string? Text(JsonNode? node, string name) =>
        node is JsonObject fields && fields[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static MailStoreException Unknown(string target) => new(
        $"{target}: GetUsers answers in a form that this program does not know; expected a list of objects with userName. Compare by eye "
        + "with MailStore's list of users.");
}
