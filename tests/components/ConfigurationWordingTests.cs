using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Tests.Components;

/// <summary>What a stack file's settings are read as, or what is said of them, at each bound of what is allowed: a page to read.</summary>
public sealed class ConfigurationWordingTests : IDisposable
{
    private const string Guid = "0d9e8c7b-1111-4222-8333-444455556666";
    private const string Other = "1b7c3f62-8d0a-4a57-9a0e-7f1f2c6d5e43";
    private const string Vault = $"\"subscriptionId\": \"{Other}\", \"location\": \"westeurope\"";
    private readonly TestCertificates _certificates = new();
    private readonly string _good;

    public ConfigurationWordingTests()
    {
        DateTimeOffset now = TestCertificates.Now;
        _good = _certificates.Rsa("good.cer");
        _certificates.Rsa("next.cer", to: now.AddYears(3));
        _certificates.Rsa("in30days.cer", to: now.AddDays(30));
        _certificates.Rsa("in31days.cer", to: now.AddDays(31));
        _certificates.Rsa("ends-now.cer", to: now);
        _certificates.Rsa("expired.cer", to: now.AddDays(-1));
        _certificates.Rsa("begins-now.cer", from: now);
        _certificates.Rsa("early.cer", from: now.AddDays(1));
        File.Copy(Path.Combine(_certificates.Folder, _good), Path.Combine(_certificates.Folder, "copy.cer"));
        Directory.CreateDirectory(Path.Combine(_certificates.Folder, "folder"));
    }

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Every_setting_is_read_as_it_is_meant_and_every_mistake_says_the_way_out()
    {
        StringBuilder page = new();
        foreach ((string product, string key, string[] values) in Integrations())
        {
            page.Append(CultureInfo.InvariantCulture, $"{product}, {key}\n");
            foreach (string value in values)
                Tell(page, Shown(value), Integration(product, key, value), stack => Summary(stack.Integrations[0]));
        }
        foreach ((string key, string[] values) in Stacks())
        {
            page.Append(CultureInfo.InvariantCulture, $"the stack, {key}\n");
            foreach (string value in values)
            {
                Dictionary<string, string> settings = Stack.MailStore(_good);
                settings[key] = value;
                Tell(page, Shown(value), settings, stack => $"{stack.TenantId} {stack.Domain} {stack.Cloud.Key} "
                    + $"{stack.MetadataHost ?? "its own host"}; protect {stack.Protect}; warns {stack.ExpiryWarningDays} days ahead");
            }
        }

        foreach (int day in new[] { 2, 1, 0, -1 })
        {
            DateTimeOffset now = MailboxProtocol.Ews.EndsOn!.Value.AddDays(-day).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            page.Append(CultureInfo.InvariantCulture, $"ews, {day} days before it ends\n");
            foreach (string value in new[] { "[ \"ews\" ]", "[ 7 ]" })
                Tell(page, value, Integration("mailstore-server", "mailboxAccess", value), stack => Summary(stack.Integrations[0]), now);
        }
        Tell(page, "two unknown settings", new(Stack.MailStore(_good)) { ["tenant-onboarding:b"] = "1", ["tenant-onboarding:a"] = "1" });
        Tell(page, "two alike", Stack.With($$"""{ "a": {{Alike("A")}}, "b": {{Alike("a")}} }"""));
        Tell(page, "two that are not alike", Stack.With($$"""{ "a": {{Alike("A")}}, "b": {{Alike("B", Other)}} }"""));
        foreach (int length in new[] { 14, 15, 16 })
        {
            string name = new string('k', length - 2) + "-k";
            Tell(page, $"a vault's name for {name}", Stack.With(
                $$"""{ "{{name}}": { "product": "activate", "displayName": "A", "certificate": { "keyVault": { {{Vault}} } } } }"""));
        }

        Golden.Matches(page.ToString(), "components/golden/settings.txt");
    }

    private string Alike(string name, string clientId = Guid) => $$"""
        { "product": "activate", "displayName": "{{name}}", "certificates": [ "{{_good}}" ], "adopt": { "clientId": "{{clientId}}" } }
        """;

    /// <summary>A product with what it must have, and the setting.</summary>
    private Dictionary<string, string> Integration(string product, string key, string value)
    {
        Dictionary<string, string> settings = new() { ["product"] = $"\"{product}\"", ["displayName"] = "\"Product\"" };
        if (!value.Contains("\"keyVault\"", StringComparison.Ordinal) && key != "certificate")
            settings["certificates"] = $"[ \"{_good}\" ]";
        if (product.StartsWith("mailstore", StringComparison.Ordinal))
        {
            settings["mailboxAccess"] = """[ "graph" ]""";
            settings["signIn"] = product == "mailstore-spe" ? """{ "host": "a.example.com", "alias": "contoso" }"""
                : """{ "host": "a.example.com" }""";
        }
        if (product == "custom")
            settings["permissions"] = """{ "microsoft-graph": [ "Directory.Read.All" ] }""";
        foreach (string part in key.Split('+'))
            settings.Remove(part);
        string[] keys = key.Split('+');
        string[] values = keys.Length == 1 ? [value] : value.Split(" + ");
        foreach ((string name, string json) in keys.Zip(values))
        {
            if (json.Length > 0)
                settings[name] = json;
        }
        return Stack.With($$"""{ "it": { {{string.Join(", ", settings.Select(pair => $"\"{pair.Key}\": {pair.Value}"))}} } }""");
    }

    private static IEnumerable<(string Product, string Key, string[] Values)> Integrations()
    {
        string longest = new('x', 256);
        yield return ("custom", "product", ["\"nothing\"", "\"mailstore\"", "\"mailstor-server\"", "7", ""]);
        yield return ("activate", "displayName",
            ["\"A\"", "\"A😀\"", $"\"{longest}\"", $"\"{longest}x\"", "\" A\"", "\"A \"", "\"A\\tB\"", "\"😀\"", "\"  \"", "\"\"", "1",
                "null"]);
        foreach (string product in new[] { "mailstore-server", "activate" })
            yield return (product, "directory", ["\"microsoft365\"", "\"active-directory\"", "\"activedirectory\"", "1"]);
        yield return ("mailstore-server", "directory+signIn+userSync",
            ["\"active-directory\" +  + ", "\"active-directory\" + { \"host\": \"a.example.com\" } + { \"filter\": \"all\" }"]);
        yield return ("mailstore-server",
            "signIn", [.. SignIns(), "{ \"host\": \"a.example.com\", \"alias\": \"a\", \"path\": \"/b\" }"]);
        yield return ("mailstore-spe", "signIn",
            ["{ \"host\": \"a.example.com\" }", .. new[] { "a", "A-b_c.d~e", "~a", "a/b",
                "a b", new string('a', 64), new string('a', 65) }
                .Select(alias => $$"""{ "host": "a.example.com", "alias": "{{alias}}" }""")]);
        yield return ("custom", "signIn",
            ["", "null", "1", "{ \"host\": \"a.example.com\" }", .. new[] { "/", "/a", "/a/b", "a", "/a/", "/.a", "/a b" }
                .Select(path => $$"""{ "host": "a.example.com", "path": "{{path}}" }""")]);
        yield return ("activate", "signIn", ["{ \"host\": \"a.example.com\" }"]);
        yield return ("mailstore-server", "mailboxAccess",
            ["", "[]", "\"graph\"", "[ \"graph\", \"graph\" ]", "[ \"grahp\" ]", "[ \"pop\" ]", "[ 1 ]", "[ \"ews\" ]", "[ \"imap\" ]",
                "[ \"ews\", \"graph\", \"imap\" ]",
                "[ \"exchange-powershell\" ]", "[ \"powershell\" ]"]);
        yield return ("custom", "mailboxAccess", ["", "[ \"graph\" ]"]);
        yield return ("activate", "mailboxAccess", ["", "[ \"graph\" ]"]);
        yield return ("mailstore-server", "deleteAfterArchiving", ["true", "false", "\"true\"", "\"yes\"", "1"]);
        yield return ("mailstore-server", "mailboxAccess+deleteAfterArchiving",
            ["[ \"ews\" ] + true", "[ \"imap\" ] + true", "[ \"imap\" ] + false", "[ \"ews\", \"graph\" ] + true"]);
        yield return ("mailstore-server", "readMailboxPurpose", ["true", "false", "\"on\""]);
        yield return ("mailstore-server", "readMailboxPurpose+mailboxes",
            ["true + { \"group\": \"A\" }", "false + { \"group\": \"A\" }"]);
        yield return ("mailstore-server", "mailboxes",
            ["{ \"group\": \"A\" }", "{ \"administrativeUnit\": \"A\" }", "{ \"unit\": \"A\" }", "{ \"group\": \" A\" }",
                "{ \"group\": \"A\\nB\" }", "{ \"group\": 1 }",
                "{ \"group\": \"\" }", "{ \"administrativeUnit\": \"A \" }", "{ \"group\": \"A\", \"administrativeUnit\": \"B\" }",
                "{ }", "[ \"A\" ]"]);
        foreach (string protocol in new[] { "ews", "imap", "exchange-powershell" })
        {
            yield return ("mailstore-server", "mailboxAccess+mailboxes",
                [$"[ \"{protocol}\" ] + {{ \"group\": \"A\" }}", $"[ \"{protocol}\" ] + {{ \"administrativeUnit\": \"A\" }}"]);
        }
        yield return ("custom", "mailboxes", ["{ \"group\": \"A\" }"]);
        yield return ("mailstore-server", "userSync",
            ["", "1", "{ }", "{ \"filter\": \"all\" }", "{ \"filter\": \"licensed\" }",
                "{ \"filter\": \"licensed\", \"groups\": [ \"A\" ] }", "{ \"filter\": \"group\" }",
                "{ \"filter\": \"groups\", \"groups\": [ \"A\", \"B\" ] }", "{ \"filter\": \"groups\", \"groups\": [ \"A\", \"a\" ] }",
                "{ \"filter\": \"groups\", \"groups\": [ \"\", 1 ] }", "{ \"filter\": \"group\", \"groups\": [ \"A\" ] }",
                "{ \"filtre\": \"all\" }"]);
        yield return ("activate", "userSync", ["", "{ \"filter\": \"all\" }"]);
        yield return ("custom", "userSync", ["", "{ \"filter\": \"all\" }"]);
        yield return ("custom", "permissions",
            ["", "1", "{ }", "{ \"graph\": [ \"Mail.Read\" ] }", "{ \"microsoft-graph\": [] }", "{ \"microsoft-graph\": [ 1 ] }",
                "{ \"microsoft-graph\": [ \"Mail.Read\" ] }",
                "{ \"microsoft-graph\": [ \"Mail.Read\", \"Mail.Read\" ] }", "{ \"microsoft-graph\": [ \"mail.read\" ] }",
                "{ \"microsoft-graph\": [ \"User.Read\" ] }", "{ \"microsoft-graph\": [ \"Mail.Raed\" ] }",
                "{ \"microsoft-graph\": [ \"full_access_as_app\" ] }", "{ \"exchange-online\": [ \"full_access_as_app\" ] }",
                "{ \"exchange-online\": [ \"Mail.Read\" ] }",
                "{ \"exchange-online\": [ \"IMAP.AccessAsApp\" ], \"microsoft-graph\": [ \"Group.Read.All\" ] }"]);
        yield return ("mailstore-server", "permissions", ["{ \"microsoft-graph\": [ \"Mail.Read\" ] }"]);
        yield return ("custom", "mailboxAccess+permissions",
            ["[ \"graph\" ] + { \"microsoft-graph\": [ \"Mail.Read\" ] }", "[ \"imap\" ] + ",
                "[ \"ews\" ] + { \"microsoft-graph\": [ \"User.Read.All\" ] }"]);
        yield return ("custom", "mailboxAccess+mailboxes+permissions",
            ["[ \"graph\" ] + { \"group\": \"A\" } + { \"microsoft-graph\": [ \"Mail.ReadWrite\" ] }",
                "[ \"graph\" ] + { \"group\": \"A\" } + { \"microsoft-graph\": [ \"User.Read.All\" ] }"]);
        yield return ("activate", "exchangeRole", ["", "\"Exchange Administrator\"", "\"\"", "1"]);
        yield return ("mailstore-server", "exchangeRole", ["\"Exchange Administrator\""]);
        yield return ("activate", "owners",
            [$"[ \"{Guid}\" ]", $"[ \"{Guid}\", \"{Guid.ToUpperInvariant()}\" ]", $"[ \"{Guid}\", \"{Other}\" ]", "[]",
                "[ \"admin@contoso.com\" ]", $"[ \"{{{Guid}}}\" ]",
                "[ \"00000000-0000-0000-0000-000000000000\" ]", $"\"{Guid}\""]);
        yield return ("activate", "protect", ["true", "false", "\"false\"", "\"no\"", "null"]);
        yield return ("activate", "adopt",
            [$"{{ \"clientId\": \"{Guid}\" }}", $"{{ \"clientId\": \"{Guid}\", \"align\": true }}",
                $"{{ \"clientId\": \"{Guid}\", \"align\": \"maybe\" }}", "{ }",
                $"\"{Guid}\"", "{ \"clientId\": \"mine\" }", $"{{ \"clientId\": \"{Guid}\", \"aline\": true }}"]);
        yield return ("activate", "certificates",
            ["", "[]", "\"good.cer\"", "[ 1 ]", "[ \"missing.cer\" ]", "[ \"missing/good.cer\" ]", "[ \"folder\" ]",
                "[ \"good.cer\\u0000\" ]",
                .. new[]
                {
                    "next.cer", "in30days.cer", "in31days.cer", "ends-now.cer", "expired.cer", "begins-now.cer", "early.cer",
                    "good.cer expired.cer",
                    "good.cer early.cer", "good.cer ends-now.cer", "in30days.cer good.cer", "good.cer in30days.cer",
                    "in30days.cer early.cer",
                    "expired.cer early.cer", "expired.cer missing.cer", "good.cer copy.cer", "good.cer good.cer",
                }.Select(Files)]);
        yield return ("activate", "certificates+adopt",
            [.. new[] { ("", "good.cer"), ("next.cer", "good.cer"), ("good.cer", "copy.cer"), ("good.cer", "expired.cer"),
                ("expired.cer", "good.cer"),
                    ("expired.cer", "ends-now.cer"), ("", "expired.cer"), ("", "missing.cer"), ("missing.cer", "expired.cer"),
                    ("expired.cer", "missing.cer") }
                .Select(pair => $"{Files(pair.Item1)} + {{ \"clientId\": \"{Guid}\", \"certificates\": {Files(pair.Item2)} }}"),
                $" + {{ \"clientId\": \"{Guid}\", \"certificates\": [] }}"]);
        yield return ("activate", "certificate", [.. Vaults()]);
        yield return ("activate", "certificates+certificate", [$"[ \"good.cer\" ] + {{ \"keyVault\": {{ {Vault} }} }}", " + "]);
        yield return ("activate", "displayNames", ["\"A\""]);
        yield return ("activate", "x", ["\"A\"", $"\"{new string('x', 98)}\"", $"\"{new string('x', 99)}\""]);
        foreach (string nearly in new[] { "pro", "prot", "protec", "protectt", "protecttt", "PROTECT" })
            yield return ("activate", nearly, ["true"]);
    }

    private static string Files(string names) =>
        names.Length == 0 ? "" : $"[ {string.Join(", ", names.Split(' ').Select(name => $"\"{name}\""))} ]";

    private static IEnumerable<string> SignIns()
    {
        yield return "";
        yield return "\"a.example.com\"";
        string label = new('a', 63);
        string longest = string.Join('.', label, label, label, new string('b', 61));
        foreach (string host in new[]
        {
            "A.Example.com", "a.b", "a.bc", "1.example.com", "a-.example.com", "a.example.c0m", $"{label}.example.com",
            $"{label}a.example.com", longest, longest + "b", "a..com",
            "https://a.example.com", "a.example.com/x", "a example.com", "a_b.example.com", "müller.example.com",
            "a\\u007f.example.com", "\\u00fc\\u0001.com",
            "10.0.0.1", "::1",
            "[fe80::1]", "a.example.com:443", "archive", "",
        })
        {
            yield return $$"""{ "host": "{{host}}" }""";
        }
        foreach (string port in new[] { "1", "65535", "0", "65536", "\"443\"", "443.0", "443", "8462", "null" })
            yield return $$"""{ "host": "a.example.com", "port": {{port}} }""";
    }

    private static IEnumerable<string> Vaults()
    {
        yield return "1";
        yield return "{ }";
        yield return "{ \"keyVault\": 1 }";
        yield return $"{{ \"keyVault\": {{ {Vault} }}, \"file\": 1 }}";
        foreach (string more in new[]
        {
            "", "\"resourceGroup\": \"rg.\"", "\"resourceGroup\": \"rg(1)\"", "\"vaultName\": \"kv-12345678901234\"",
            "\"vaultName\": \"kv-123456789012345\"",
            "\"vaultName\": \"1kv\"", "\"keySize\": 2048", "\"keySize\": 2047", "\"keySize\": 3072", "\"keySize\": 4096",
            "\"keySize\": 4097", "\"keySize\": 3000",
            "\"validityMonths\": 1, \"renewDaysBeforeExpiry\": 27", "\"validityMonths\": 1, \"renewDaysBeforeExpiry\": 28",
            "\"validityMonths\": 120",
            "\"validityMonths\": 121", "\"renewDaysBeforeExpiry\": 0", "\"renewDaysBeforeExpiry\": 1", "\"renewDaysBeforeExpiry\": 366",
            "\"colour\": 1",
            "\"validityMonths\": \"a\", \"renewDaysBeforeExpiry\": 300",
        })
        {
            yield return $"{{ \"keyVault\": {{ {Vault}{(more.Length > 0 ? ", " : "")}{more} }} }}";
        }
        yield return "{ \"keyVault\": { } }";
        yield return $"{{ \"keyVault\": {{ \"subscriptionId\": \"{Other}x\", \"location\": \"West Europe\" }} }}";
    }

    private static IEnumerable<(string Key, string[] Values)> Stacks()
    {
        yield return ("azuread:tenantId", [Guid, "contoso", "00000000-0000-0000-0000-000000000000"]);
        yield return ("azuread:environment", ["public", "usgovernment", "china", "germany"]);
        yield return ("azuread:metadataHost", ["localhost:18443"]);
        yield return ("azuread:tenantid", [Guid]);
        yield return ("azuread:clientSecret", ["secret"]);
        yield return ("other:setting", ["1"]);
        yield return ("tenant-onboarding:domain", ["Contoso.onmicrosoft.com", "contoso", "https://contoso.com", ""]);
        yield return ("tenant-onboarding:protect", ["true", "false", "yes"]);
        yield return ("tenant-onboarding:expiryWarningDays", ["0", "365", "366", "-1", "a month"]);
        yield return ("tenant-onboarding:protekt", ["true"]);
        yield return ("tenant-onboarding:colour", ["red"]);
        yield return ("tenant-onboarding:integrations",
            ["{", "{ }", "[]", "mailstore", "{ \"a\": 1 }", "{ \"a-\": 1 }", "{ \"a\": { } }", "{ \"a\": { \"product\": \"activate\" } }",
                $"{{ \"{new string('a', IntegrationConfiguration.LongestName)}\": 1 }}",
                $"{{ \"{new string('a', IntegrationConfiguration.LongestName + 1)}\": 1 }}"]);
    }

    private void Tell(
        StringBuilder page, string value, Dictionary<string, string> settings, Func<StackConfiguration, string>? summary = null,
        DateTimeOffset? at = null)
    {
        DateTimeOffset now = at ?? TestCertificates.Now;
        page.Append(CultureInfo.InvariantCulture, $"  {value}\n");
        try
        {
            StackConfiguration stack = StackConfigurationReader.Read(settings, _certificates.Folder, now);
            string[] read = summary is null ? [.. stack.Integrations.Select(Summary)] : [summary(stack)];
            foreach (string line in read)
                page.Append(CultureInfo.InvariantCulture, $"      {Shown(line)}\n");
            foreach (string advisory in Advisories.For(stack, now))
                page.Append(CultureInfo.InvariantCulture, $"      note: {Shown(advisory)}\n");
        }
        catch (ConfigurationException exception)
        {
            foreach (ConfigurationError error in exception.Errors)
            {
                string line = $"{error.Path} | {error.Found} | {error.Expected} | {error.Fix}";
                page.Append(CultureInfo.InvariantCulture, $"      {Shown(line)}\n");
            }
        }
    }

    private static string Summary(IntegrationConfiguration it)
    {
        List<string> parts =
        [
            $"{it.Product.Key} \"{it.DisplayName}\" from {it.Directory.Key}",
            $"sign-in {it.SignIn?.RedirectUri ?? "none"}",
            $"mailboxes by {List(it.MailboxAccess.Select(protocol => protocol.Key))}",
            $"consent {List(it.Permissions.Select(Named))}",
        ];
        if (!it.ScopedPermissions.IsEmpty)
            parts.Add($"scoped {List(it.ScopedPermissions.Select(Named))} to {it.MailboxScope!.Kind} {it.MailboxScope.Name}");
        if (it.DeletesAfterArchiving)
            parts.Add("deletes");
        if (it.UserSync is UserSyncConfiguration sync)
            parts.Add($"users {sync.Filter.Key} {string.Join(" ", sync.Groups)}".TrimEnd());
        if (it.ExchangeRole is string role)
            parts.Add($"role {role}");
        if (!it.Owners.IsEmpty)
            parts.Add($"owners {List(it.Owners)}");
        if (it.Adopt is AdoptConfiguration adopt)
            parts.Add($"adopts {adopt.ClientId}{(adopt.Align ? " and aligns" : "")}");
        string files = List(it.Certificates.Select(file => file.Path));
        parts.Add(it.KeyVault is KeyVaultConfiguration vault ? vault.ToString() : $"certificates {files}");
        if (it.Protect is bool protect)
            parts.Add($"protect {protect}");
        return string.Join("; ", parts);
    }

    private static string Named(Permission permission) => $"{permission.Value}{(permission.Id is null ? " (without an id)" : "")}";

    private static string List(IEnumerable<string> items) => string.Join(" ", items) is { Length: > 0 } list ? list : "none";

    /// <summary>A value on one line, a long run of one letter shortened, without this machine's folder.</summary>
    private string Shown(string text)
    {
        string shown = text.Length == 0 ? "(left out)" : text.Replace(_certificates.Folder, "…", StringComparison.Ordinal);
        shown = Regex.Replace(shown, @"\b[0-9A-F]{40}\b", "thumbprint");
        shown = Regex.Replace(shown, @"\p{Cc}", control => $"\\u{(int)control.Value[0]:x4}");
        return Regex.Replace(shown, @"([a-z])\1{19,}", run => $"{run.Groups[1].Value}×{run.Length}");
    }
}
