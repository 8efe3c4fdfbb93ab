using System.Globalization;

namespace TenantOnboarding.HandOver.MailStore;

/// <summary>A MailStore whose management API is called.</summary>
/// <param name="Url">Its address, with port and without path.</param>
/// <param name="Instance">The instance of a Service Provider Edition; null: MailStore Server.</param>
/// <param name="Thumbprint">SHA-256 of the only certificate that is trusted, 64 upper-case hexadecimal digits; null: the machine's
/// authorities are.</param>
public sealed record MailStoreTarget(Uri Url, string? Instance, string? Thumbprint)
{
    private const int ServerPort = 8463;
    private const int ServiceProviderPort = 8474;
    private const int Sha256Digits = 64;

    /// <summary>What to call it.</summary>
    public string Name => Instance is null ? Url.Authority : $"{Url.Authority}, instance {Instance}";

    /// <summary>Reads what a user gave.</summary>
    /// <param name="address">The address; without a port, that of the edition.</param>
    /// <param name="serviceProvider">Whether it is a Service Provider Edition.</param>
    /// <param name="instance">Its instance, or null.</param>
    /// <param name="thumbprint">The certificate's SHA-256, with or without separators, or null.</param>
    /// <param name="errors">Takes every error.</param>
    /// <returns>Null where there are errors.</returns>
    public static MailStoreTarget? Read(string address, bool serviceProvider, string? instance, string? thumbprint, List<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        int before = errors.Count;
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || url.Scheme != Uri.UriSchemeHttps || url.UserInfo.Length > 0
            || url.PathAndQuery != "/" || url.Fragment.Length > 0)
            errors.Add($"--mailstore: found '{address}', expected an https address with nothing behind host and port, such as "
                + $"https://mailstore.contoso.com:{ServerPort}. Correct it.");
        if (serviceProvider != instance is not null)
            errors.Add(serviceProvider
                ? "--spe: found without --instance, expected both. Name the customer's instance with --instance ID."
                : "--instance: found without --spe, expected both. Give --spe too, or leave --instance out.");
        string? digits = thumbprint is null ? null
            : string.Concat(thumbprint.Where(letter => letter is not (':' or ' ' or '-'))).ToUpperInvariant();
        if (digits is not null && (digits.Length != Sha256Digits || !digits.All(char.IsAsciiHexDigit)))
            errors.Add($"--mailstore-thumbprint: found '{thumbprint}', expected the SHA-256 of the server's certificate, {Sha256Digits} "
                + "hexadecimal digits. Copy it whole; the shorter one that Windows shows is SHA-1 and is not taken.");
        if (errors.Count > before)
            return null;
        string end = string.Create(CultureInfo.InvariantCulture, $":{url!.Port}");
        bool isGiven = url.OriginalString.TrimEnd('/').EndsWith(end, StringComparison.Ordinal);
        int port = isGiven ? url.Port : serviceProvider ? ServiceProviderPort : ServerPort;
        return new(new UriBuilder(url) { Port = port }.Uri, instance, digits);
    }
}
