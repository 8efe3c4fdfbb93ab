using System.Globalization;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Reads <c>signIn</c>: host, port, and the instance's alias for MailStore SPE.</summary>
internal static partial class SignInReader
{
    private const int LongestHost = 253;

    /// <summary>Where users sign in, or null where nobody does or a mistake has been noted.</summary>
    public static SignInConfiguration? Read(Setting signIn, Product product, DirectorySource directory)
    {
        if (product.SignIn is not { } rule || directory == DirectorySource.ActiveDirectory)
        {
            if (signIn.Exists && directory == DirectorySource.ActiveDirectory)
                signIn.Error("no signIn with directory: active-directory", "remove it: users sign in against the local Active Directory");
            else if (signIn.Exists)
                signIn.Error("no signIn for this product", "remove it: the product has no web sign-in through the tenant");
            return null;
        }
        if (!signIn.Exists && !rule.Required)
            return null;
        if (!signIn.IsObject)
        {
            signIn.Error("a mapping such as { host: mailstore.contoso.com }", "give the host on which users sign in to the product");
            return null;
        }

        signIn.AllowOnly(["host", "port", .. rule.HasAlias ? ["alias"] : Array.Empty<string>(),
            .. rule.HasPath ? ["path"] : Array.Empty<string>()]);
        string? host = ReadHost(signIn["host"]);
        int? port = signIn["port"].Or<int?>(
            rule.Port, setting => setting.WholeNumber(1, 65535, "give the port of the product's web access, or leave it out"));
        string? alias = rule.HasAlias ? ReadAlias(signIn["alias"]) : null;
        string? path = signIn["path"].Or<string?>(SignInConfiguration.MailStorePath, ReadPath);

        return host is null || port is null || path is null || (rule.HasAlias && alias is null)
            ? null
            : new SignInConfiguration(host, port.Value, alias, path);
    }

    /// <summary>A fully qualified DNS name in lower case, or null after the mistake has been noted.</summary>
    public static string? ReadHost(Setting setting)
    {
        const string Expected = "the machine's fully qualified DNS name, for example mailstore.contoso.com";
        if (setting.Text(Expected, "give the name by which every client reaches the product") is not { } host)
            return null;

        string? fix = host switch
        {
            _ when host.Contains("://", StringComparison.Ordinal) => "leave the scheme out: https is always used",
            _ when host.Contains('/', StringComparison.Ordinal) => "leave the path out: it is added",
            _ when host.Any(char.IsWhiteSpace) => "remove the blank",
            _ when host.Contains('_', StringComparison.Ordinal) =>
            "use a name without underscore: certificates and browsers refuse it in host names",
            _ when host.Any(character => character > 127) => InternationalName(host),
            _ when AddressPattern().IsMatch(host) => "give a DNS name: a certificate for sign-in is issued to a name, not to an address",
            _ when host.Contains(':', StringComparison.Ordinal) => "give the port in port, not in host",
            _ when !host.Contains('.', StringComparison.Ordinal) => "add the DNS domain to the machine's name",
            _ when host.Length > LongestHost => $"shorten it to {LongestHost} characters",
            _ when !HostPattern().IsMatch(host) => "use labels of letters, digits and inner hyphens, 63 at most, joined by dots",
            _ => null,
        };
        if (fix is null)
            return host.ToLowerInvariant();
        setting.Error(Expected, fix);
        return null;
    }

    private static string? ReadAlias(Setting setting)
    {
        const string Expected =
            "the instance's alias: ASCII letters, digits, hyphen, underscore, dot or tilde, beginning with a letter or digit";
        return setting.Matching(AliasPattern(), Expected,
            "give the alias of the MailStore SPE instance exactly as it has it, without slash, blank or other characters");
    }

    private static string? ReadPath(Setting setting)
    {
        const string Expected = "an absolute path, for example /signin-oidc";
        return setting.Matching(
            PathPattern(), Expected,
            "give the path on which the product takes the answer of the sign-in: "
                + "a slash, then letters, digits, hyphen, underscore, dot and tilde");
    }

    private static string InternationalName(string host)
    {
        try
        {
            if (new IdnMapping().GetAscii(host) is { } name && HostPattern().IsMatch(name))
                return $"write its ASCII form, {name}";
        }
        catch (ArgumentException)
        {
            // No name at all: said below.
        }
        return "use ASCII letters, digits, hyphens and dots";
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
