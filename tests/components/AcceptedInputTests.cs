using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Tests.Components;

/// <summary>Whatever is accepted yields a valid URI or name; whatever is refused has a message that names it.</summary>
public sealed class AcceptedInputTests
{
    private static readonly Gen<string> Hosts = Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.NonEmptyListOf(Gen.Elements("a", "mail", "-", "_", ".", "ü", "1", "contoso", "com", "..", ":", "/", " ", "xn--p1ai")).Select(string.Concat),
        Gen.NonEmptyListOf(Gen.Elements("a", "mail-1", "contoso", "x9")).Select(labels => string.Join('.', labels) + ".com"));

    [Fact]
    public void Any_host_and_port_make_a_redirect_uri_that_reads_back()
    {
        Arbitrary<(string, int)> inputs = Arb.From(Hosts.Zip(Gen.Choose(-5, 70000), (host, port) => (Stack.Written(host), port)));
        Prop.ForAll(inputs, input => Judge(
            Product.MailStoreServer,
            new { host = input.Item1, port = input.Item2 },
            uri =>
                uri.Port == input.Item2 && uri.AbsolutePath == "/oidc/signin"
                    && string.Equals(uri.Host, input.Item1, StringComparison.OrdinalIgnoreCase),
            input.Item1, input.Item2.ToString(CultureInfo.InvariantCulture))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_alias_makes_exactly_one_segment_of_the_path()
    {
        Gen<string> aliases = Gen.OneOf(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
            Gen.NonEmptyListOf(Gen.Elements("a", "Z", "9", "-", "_", "~", ".", "/", "ä", "%2f", "?")).Select(string.Concat));
        Prop.ForAll(Arb.From(aliases.Select(Stack.Written)), alias => Judge(
            Product.MailStoreSpe,
            new { host = "archive.example.com", alias },
            uri => uri.Segments.Length == 4 && uri.Segments[1] == alias + "/" && uri.AbsolutePath == $"/{alias}/oidc/signin",
            alias)).QuickCheckThrowOnFailure();
    }

    private static bool Judge(Product product, object signIn, Func<Uri, bool> holds, params string[] values)
    {
        List<ConfigurationError> errors = [];
        SignInConfiguration? read = SignInReader.Read(
            new Setting("signIn", JsonSerializer.SerializeToElement(signIn), errors), product, DirectorySource.Microsoft365);
        if (read is null)
            return errors.Count > 0
                && errors.TrueForAll(error => values.Any(value => error.Found.Contains(Shown(value), StringComparison.Ordinal)));
        Uri uri = new(read.RedirectUri);
        return errors.Count == 0 && uri.Scheme == "https" && uri.OriginalString == read.RedirectUri && uri.Query.Length == 0
            && uri.UserInfo.Length == 0 && holds(uri);
    }

    /// <summary>A value as an error shows it: on one line, its first hundred characters.</summary>
    private static string Shown(string value)
    {
        string line = value.ReplaceLineEndings(" ");
        return line.Length <= 90 ? line : line[..90];
    }
}
