using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Tests.Components;

/// <summary>
/// The script for Exchange. Where PowerShell is at hand its own parser judges it; everywhere else a small reader of literals, comments and
/// brackets does.
/// </summary>
public sealed class ExchangeSetupTests : IDisposable
{
    private const string ClientId = "0d9e8c7b-1111-4222-8333-444455556666";
    private const string ObjectId = "7a6b5c4d-1111-4222-8333-444455556666";
    private readonly TestCertificates _certificates = new();
    private readonly string _certificate;

    public ExchangeSetupTests() => _certificate = _certificates.Rsa("a.cer");

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("public", "Connect-ExchangeOnline -ShowBanner:$false")]
    [InlineData("usgovernment", "Connect-ExchangeOnline -ExchangeEnvironmentName O365USGovGCCHigh -ShowBanner:$false")]
    [InlineData("dod", "Connect-ExchangeOnline -ExchangeEnvironmentName O365USGovDoD -ShowBanner:$false")]
    [InlineData("china", "Connect-ExchangeOnline -ExchangeEnvironmentName O365China -ShowBanner:$false")]
    public void The_script_connects_to_the_tenants_cloud(string cloud, string line) =>
        Assert.Contains(line, Script(Read(("mailboxAccess", """[ "ews" ]""")), Cloud.Known.Single(known => known.Key == cloud)).Split('\n'));

    [Fact]
    public void An_administrative_unit_scopes_the_role_assignment()
    {
        string script = Script(Read(("mailboxAccess", """[ "ews", "graph" ]"""), ("mailboxes", """{ "administrativeUnit": "Headquarters" }""")));

        Golden.Matches(script, "components/golden/administrative-unit.ps1");
    }

    [Fact]
    public void A_group_scopes_imap_permissions_and_roles()
    {
        string script = Script(Read(("mailboxAccess", """[ "graph", "imap" ]"""), ("mailboxes", """{ "group": "Archive mailboxes" }""")));

        Golden.Matches(script, "components/golden/group-with-imap.ps1");
    }

    [Fact]
    public void Every_name_of_a_role_assignment_is_short_enough_for_exchange()
    {
        string longest = new('a', IntegrationConfiguration.LongestName);
        foreach (string role in PermissionCatalogue.All.Where(permission => permission.ExchangeApplicationRole is not null)
            .Select(permission => permission.Value))
            Assert.True($"{longest} {role}".Length <= 64, role);
    }

    [Fact]
    public void Any_accepted_display_name_stays_a_value()
    {
        string structure = Structure(Script(Read()));
        Gen<string> names = Gen.OneOf(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
            Gen.NonEmptyListOf(Gen.Elements("a", "'", "’", "\"", "$(", ")", "`", "#", ";", "}", "{", "\n", "<#", "#>", "@'", " ")).Select(string.Concat));

        Prop.ForAll(Arb.From(names), text =>
        {
            string name = Stack.Written(text);
            string json = System.Text.Json.JsonSerializer.Serialize(name);
            string[] errors = Stack.Errors(Stack.MailStore(_certificate, ("displayName", json)), _certificates);
            if (errors.Length > 0)
                return errors.All(error => error.StartsWith("tenant-onboarding:integrations.mailstore.displayName | ", StringComparison.Ordinal));
            string script = Script(Read(("displayName", json)));
            return Structure(script) == structure && script.Contains($"$displayName = {PowerShellText.Literal(name)}\n", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Brackets_of_every_golden_script_are_balanced()
    {
        string[] scripts = [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "components", "golden"), "*.ps1"), .. Samples.Views("exchange-setup.ps1")];

        Assert.NotEmpty(scripts);
        Assert.All(scripts, file =>
        {
            System.Collections.Generic.Stack<char> open = new();
            foreach (char bracket in Structure(File.ReadAllText(file)).Where("()[]{}".Contains))
            {
                if ("([{".Contains(bracket, StringComparison.Ordinal))
                    open.Push(bracket);
                else
                    Assert.Equal("([{"[")]}".IndexOf(bracket, StringComparison.Ordinal)], open.Pop());
            }
            Assert.Empty(open);
        });
    }

    [PowerShellFact]
    public async Task PowerShell_parses_every_golden_script()
    {
        string parse = Path.Combine(_certificates.Folder, "parse.ps1");
        await File.WriteAllTextAsync(parse, """
            $count = 0
            foreach ($file in $args) {
                $tokens = $null
                $errors = $null
                [void][System.Management.Automation.Language.Parser]::ParseFile($file, [ref] $tokens, [ref] $errors)
                foreach ($problem in $errors) {
                    "${file}: $($problem.Message)"
                    $count++
                }
            }
            exit $count
            """);
        string[] scripts = [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "components", "golden"), "*.ps1"), .. Samples.Views("exchange-setup.ps1")];

        string[] arguments = ["-NoProfile", "-NonInteractive", "-File", parse, .. scripts];
        ProcessStartInfo start = new(PowerShellFactAttribute.Find()!, arguments) { RedirectStandardOutput = true };
        using Process pwsh = Process.Start(start)!;
        string said = await pwsh.StandardOutput.ReadToEndAsync();
        await pwsh.WaitForExitAsync();

        Assert.True(pwsh.ExitCode == 0, said);
    }

    private IntegrationConfiguration Read(params (string, string)[] changes) =>
        Stack.Read(Stack.MailStore(_certificate, changes), _certificates).Integrations[0];

    private static string Script(IntegrationConfiguration integration, Cloud? cloud = null) => new ExchangeSetup
    {
        Name = integration.Name,
        DisplayName = integration.DisplayName,
        Domain = "contoso.onmicrosoft.com",
        Cloud = cloud ?? Cloud.Public,
        ClientId = ClientId,
        ServicePrincipalObjectId = ObjectId,
        Protocols = integration.MailboxAccess,
        Scope = integration.MailboxScope,
        ScopeGroupObjectId = "9afeb313-a64d-b4af-d4eb-09d0fa99115c",
        ScopedPermissions = integration.ScopedPermissions,
    }.ToScript();

    /// <summary>The script without comments and without what stands inside literals.</summary>
    private static string Structure(string script)
    {
        const string Quotes = "'\u2018\u2019\u201A\u201B";
        StringBuilder structure = new();
        foreach (string line in script.Split('\n').Where(line => !line.StartsWith('#')))
        {
            for (int i = 0; i < line.Length; i++)
            {
                if (line[i] == '"')
                {
                    i = line.IndexOf('"', i + 1);
                    // Double-quoted texts are this program's own; the one that holds a quote in an expression is skipped to its end.
                    if (line.AsSpan(0, i).EndsWith("Replace("))
                        i = line.Length - 1;
                    structure.Append("\"\"");
                    continue;
                }
                structure.Append(line[i]);
                if (!Quotes.Contains(line[i], StringComparison.Ordinal))
                    continue;
                bool Quoted(int at) => Quotes.Contains(line[at], StringComparison.Ordinal);
                for (i++; !Quoted(i) || (i + 1 < line.Length && Quoted(i + 1)); i++)
                {
                    if (Quotes.Contains(line[i], StringComparison.Ordinal))
                        i++;
                }
                structure.Append('\'');
            }
            structure.Append('\n');
        }
        return structure.ToString();
    }
}
