using System.Globalization;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Configuration;

/// <summary>Reads <c>signIn</c>: host, port, and the instance's alias for MailStore SPE.</summary>
internal static partial class SignInReader
{
    private const int LongestHost = 253;

    public static SignInConfiguration? Read(Setting signIn, Product product)
    {
        if (!signIn.IsObject)
        {
            signIn.Error("a mapping such as { host: mailstore.contoso.com }", "give the host on which users sign in to the product");
            return null;
        }

        switch (product)
        {
            case Product.MailStoreSpe:
                signIn.AllowOnly("host", "port", "alias");
                break;
            case Product.Custom:
                signIn.AllowOnly("host", "port", "path");
                break;
            default:
                signIn.AllowOnly("host", "port");
                break;
        }

        string? host = ReadHost(signIn["host"]);
        int? port = signIn["port"].Exists
            ? signIn["port"].WholeNumber(1, 65535, "give the port of the product's web access, or leave it out")
            : product == Product.MailStoreServer ? SignInConfiguration.MailStoreServerPort : SignInConfiguration.HttpsPort;
        string? alias = product == Product.MailStoreSpe ? ReadAlias(signIn["alias"]) : null;
        string? path = signIn["path"].Exists ? ReadPath(signIn["path"]) : SignInConfiguration.MailStorePath;

        return host is null || port is null || path is null || (product == Product.MailStoreSpe && alias is null)
            ? null
            : new SignInConfiguration(host, port.Value, alias, path);
    }

    /// <summary>A fully qualified DNS name in lower case, or null after the mistake has been noted.</summary>
    public static string? ReadHost(Setting setting)
    {
        const string Expected = "the machine's fully qualified DNS name, for example mailstore.contoso.com";
        if (setting.Text(Expected, "give the name by which every client reaches the product") is not { } host)
            return null;

        string? wayOut = host switch
        {
            _ when host.Contains("://", StringComparison.Ordinal) => "leave the scheme out: https is always used",
            _ when host.Contains('/', StringComparison.Ordinal) => "leave the path out: it is added",
            _ when host.Any(char.IsWhiteSpace) => "remove the blank",
            _ when host.Contains('_', StringComparison.Ordinal) => "use a name without underscore: certificates and browsers refuse it in host names",
            _ when host.Any(character => character > 127) => InternationalName(host),
            _ when AddressPattern().IsMatch(host) => "give a DNS name: a certificate for sign-in is issued to a name, not to an address",
            _ when host.Contains(':', StringComparison.Ordinal) => "give the port in port, not in host",
            _ when !host.Contains('.', StringComparison.Ordinal) => "add the DNS domain to the machine's name",
            _ when host.Length > LongestHost => $"shorten it to {LongestHost} characters",
            _ when !HostPattern().IsMatch(host) => "use labels of letters, digits and inner hyphens, 63 at most, joined by dots",
            _ => null,
        };
        if (wayOut is null)
            return host.ToLowerInvariant();
        setting.Error(Expected, wayOut);
        return null;
    }

    private static string? ReadAlias(Setting setting)
    {
        const string Expected = "the instance's alias: ASCII letters, digits, hyphen, underscore, dot or tilde, beginning with a letter or digit";
        if (setting.Text(Expected, "give the alias of the MailStore SPE instance") is not { } alias)
            return null;
        if (AliasPattern().IsMatch(alias))
            return alias;
        setting.Error(Expected, "give the alias exactly as the instance has it, without slash, blank or other characters");
        return null;
    }

    private static string? ReadPath(Setting setting)
    {
        const string Expected = "an absolute path, for example /signin-oidc";
        if (setting.Text(Expected, "give the path on which the product takes the answer of the sign-in") is not { } path)
            return null;
        if (PathPattern().IsMatch(path))
            return path;
        setting.Error(Expected, "begin with a slash; use letters, digits, hyphen, underscore, dot and tilde between slashes");
        return null;
    }

    private static string InternationalName(string host)
    {
        try
        {
            return $"write its ASCII form, {new IdnMapping().GetAscii(host)}";
        }
        catch (ArgumentException)
        {
            return "use ASCII letters, digits, hyphens and dots";
        }
    }

    [GeneratedRegex(@"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\z", RegexOptions.IgnoreCase)]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"\A(?:[0-9.]+|\[?[0-9a-f]*:[0-9a-f:]+\]?)\z", RegexOptions.IgnoreCase)]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._~-]{0,63}\z")]
    private static partial Regex AliasPattern();

    [GeneratedRegex(@"\A(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\z")]
    private static partial Regex PathPattern();
}
