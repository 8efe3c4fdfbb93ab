using System.Globalization;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>What an application is taken for, and why.</summary>
/// <param name="Product">The product; null where only its name speaks for it.</param>
/// <param name="Reasons">Why: one line each.</param>
internal sealed partial record Recognition(Product? Product, IReadOnlyList<string> Reasons)
{
    /// <summary>Host, port and, for a hosted instance, alias of a redirect URI as MailStore has it; null for any other URI.</summary>
    public static (string Host, int Port, string? Alias)? MailStoreAddress(string uri) =>
        MailStoreUri().Match(uri) is not { Success: true } match ? null
            : (match.Groups["host"].Value.ToLowerInvariant(),
                match.Groups["port"].Success ? int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture) : 443,
                match.Groups["alias"].Success ? match.Groups["alias"].Value : null);

    /// <summary>Whether a name alone makes somebody look.</summary>
    public static bool HasTellingName(string name) =>
        TellingNames.Any(telling => name.Contains(telling, StringComparison.OrdinalIgnoreCase));

    /// <summary>What it is taken for.</summary>
    public static Recognition Of(ScannedApplication application)
    {
        List<string> reasons = [];
        string? uri = application.RedirectUris.FirstOrDefault(uri => MailStoreAddress(uri) is not null);
        if (uri is not null)
            reasons.Add($"its redirect URI {uri} is one of MailStore's");
        string[] mail = [.. application.Wanted.Where(permission => permission.OpensMail).Select(permission => permission.Value)];
        if (mail.Length > 0)
            reasons.Add($"it {(application.Granted.Count > 0 ? "is granted" : "asks for")} {string.Join(", ", mail)}");
        bool named = HasTellingName(application.DisplayName);
        if (named)
            reasons.Add($"it is called \"{application.DisplayName}\"");

        bool powerShell = mail.Any(value => value.StartsWith("Exchange.ManageAsApp", StringComparison.Ordinal));
        Product? product =
            uri is not null ? MailStoreAddress(uri)!.Value.Alias is null ? Product.MailStoreServer : Product.MailStoreSpe
            : mail.Length == 0 ? null
            : powerShell && mail.Length == 1 ? Product.Activate
            : application.DisplayName.Contains("mailstore", StringComparison.OrdinalIgnoreCase) ? Product.MailStoreServer
            : Product.Custom;
        return new Recognition(product, reasons);
    }

    private static readonly string[] TellingNames = ["mailstore", "archiv"];

    [GeneratedRegex(@"\Ahttps://(?<host>[^/:]+)(?::(?<port>[0-9]{1,5}))?(?:/(?<alias>[A-Za-z0-9][A-Za-z0-9._~-]{0,63}))?/oidc/signin\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex MailStoreUri();
}
