using SimulatedTenant;
using SimulatedTenant.Options;
using Spectre.Console;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Creation;
using TenantOnboarding.Fleet.Drafts;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Fleet;

public sealed class StackCreationTests : IDisposable
{
    private const string TenantId = "6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10";

    private static readonly StackAnswers Whole = new()
    {
        Stack = "contoso",
        Tenant = TenantId,
        Domain = "contoso.onmicrosoft.com",
        Product = "mailstore-server",
        DisplayName = "MailStore Server",
        Host = "mailstore.contoso.com",
        Certificates = ["certificates/mailstore.cer"],
        MailboxAccess = ["graph"],
    };

    private readonly FleetHarness _fleet = new();
    private readonly StringWriter _console = new();
    private readonly HttpClient _nobody = new(new NoNetwork());

    public void Dispose()
    {
        _nobody.Dispose();
        _console.Dispose();
        _fleet.Dispose();
    }

    [Fact]
    public async Task The_file_has_what_was_said_what_the_product_needs_and_comments()
    {
        Assert.Equal(FleetExitCode.Ready, await RunAsync(Whole));

        string[] lines = await File.ReadAllLinesAsync(FileOf("contoso"));
        Assert.Equal("""
            # Rehearse it: dotnet run --project offline/rehearsal -- --stack contoso
            # Then:        pulumi stack init contoso && pulumi preview
            # yaml-language-server: $schema=components/Configuration/stack.schema.json
            config:
              azuread:tenantId: 6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10
              tenant-onboarding:domain: contoso.onmicrosoft.com
              tenant-onboarding:integrations:
                mailstore-server: # logical name: resources, outputs and reports use it
                  product: mailstore-server
                  displayName: MailStore Server
                  signIn: { host: mailstore.contoso.com } # port 8462 unless given
                  certificates: [ certificates/mailstore.cer ] # the public part; the private key stays in the product
                  mailboxAccess: [ graph ]
                  userSync: { filter: licensed }
            """.ReplaceLineEndings("\n"), string.Join('\n', lines.Skip(1)));
        Assert.NotNull(Assert.Single(_fleet.Select()).Configuration);
    }

    [Fact]
    public async Task It_is_rehearsed_at_once_and_what_comes_next_is_said()
    {
        Assert.Equal(FleetExitCode.Ready, await RunAsync(Whole, rehearses: true));

        string shown = _console.ToString();
        Assert.Contains("ready with warnings: Ready, ", shown, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_fleet.Output, "contoso", "report.html")));
        Assert.Contains("  pulumi stack init contoso\n  pulumi preview --stack contoso\n  pulumi up --stack contoso\n",
            shown.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_everything_that_is_missing_is_one_error()
    {
        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() =>
            RunAsync(new StackAnswers { Product = "mailstore-spe", Domain = "contoso.onmicrosoft.com" }));

        Assert.Equal(["new: <stack>, --tenant, --display-name, --host, --alias, --certificate, --mailbox-access are missing, and there is no "
            + "terminal to ask on; expected every answer as an option; add them, or run it on a terminal"], exception.Errors);
    }

    [Fact]
    public async Task Every_wrong_answer_is_an_error_of_its_own_and_nothing_is_written()
    {
        _fleet.Write("with-key.pem", "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n");

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(Whole with
        {
            Tenant = "contoso",
            Host = "https://mailstore.contoso.com",
            Port = 70000,
            Certificates = ["certificates/gone.cer", "with-key.pem"],
            MailboxAccess = ["pop"],
        }));

        Assert.Equal(
        [
            "azuread:tenantId",
            "tenant-onboarding:integrations.mailstore-server.mailboxAccess[0]",
            "tenant-onboarding:integrations.mailstore-server.certificates[0]",
            "tenant-onboarding:integrations.mailstore-server.certificates[1]",
            "tenant-onboarding:integrations.mailstore-server.signIn.host",
            "tenant-onboarding:integrations.mailstore-server.signIn.port",
        ], exception.Errors.Select(error => error.Split('\n')[0]));
        Assert.Contains("found:    \"with-key.pem\", which holds a private key", exception.Errors[3], StringComparison.Ordinal);
        Assert.False(File.Exists(FileOf("contoso")));
    }

    [Fact]
    public async Task A_stack_file_that_is_there_is_never_overwritten()
    {
        _fleet.With("contoso");
        string before = await File.ReadAllTextAsync(FileOf("contoso"));

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(Whole));

        Assert.Contains("\"contoso\", whose file Pulumi.contoso.yaml is there already", Assert.Single(exception.Errors), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(FileOf("contoso")));
    }

    [Fact]
    public async Task A_terminal_is_asked_and_a_wrong_answer_is_asked_again()
    {
        await RunAsync(new StackAnswers(),
        [
            "contoso", "not an id", TenantId, "contoso.onmicrosoft.com", "mailstore-server", "MailStore Server", "", "mailstore",
            "mailstore.contoso.com", "8463", "certificates/mailstore.cer", "graph, imap", "groups", "Archive",
        ]);

        string shown = _console.ToString();
        Assert.Contains("found \"not an id\"; expected the tenant's id, a GUID; copy the directory (tenant) id from the Entra portal's "
            + "overview page", shown, StringComparison.Ordinal);
        Assert.Contains("found \"mailstore\"; expected the machine's fully qualified DNS name, for example mailstore.contoso.com; add the DNS "
            + "domain to the machine's name", shown, StringComparison.Ordinal);
        string text = await File.ReadAllTextAsync(FileOf("contoso"));
        Assert.Contains("signIn: { host: mailstore.contoso.com, port: 8463 }", text, StringComparison.Ordinal);
        Assert.Contains("mailboxAccess: [ graph, imap ]", text, StringComparison.Ordinal);
        Assert.Contains("userSync: { filter: groups, groups: [ Archive ] }", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_ends_it_at_a_question_leaves_nothing_behind()
    {
        string[] before = Directory.GetFileSystemEntries(_fleet.Root, "*", SearchOption.AllDirectories);
        using CancellationTokenSource ended = new();

        int exitCode = await RunAsync(new StackAnswers(), ["contoso", TenantId], rehearses: true, ended);

        Assert.Equal(FleetExitCode.Cancelled, exitCode);
        Assert.EndsWith("Cancelled: nothing was written.\n", _console.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_fleet.Root, "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(_fleet.Output));
    }

    [Fact]
    public async Task A_certificate_from_elsewhere_is_taken_in_as_its_public_part()
    {
        string elsewhere = Path.Combine(Directory.GetParent(_fleet.Root)!.FullName, "downloads");
        Directory.CreateDirectory(elsewhere);
        File.Move(Path.Combine(_fleet.Root, "certificates", "mailstore.cer"), Path.Combine(elsewhere, "mailstore.cer"));

        await RunAsync(Whole with { Certificates = ["../downloads/mailstore.cer"] });

        string path = Assert.Single(Assert.Single(_fleet.Select()).Configuration!.Integrations).Certificates[0].Path;
        Assert.Matches(@"\Acertificates/contoso-[0-9a-f]{8}\.cer\z", path);
    }

    [Fact]
    public async Task A_tenant_is_looked_up_by_its_domain()
    {
        await using TenantServer tenant = await TenantServer.StartAsync(new TenantOptions());
        using HttpClient http = new(tenant.CreateHandler());
        StackAnswers answers = Whole with { Tenant = "contoso.onmicrosoft.com", Domain = null };

        await RunAsync(answers, lookup: new TenantLookup(http, tenant.Url));
        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(
            answers with { Stack = "other", Tenant = "no-such-tenant.example" }, lookup: new TenantLookup(http, tenant.Url)));

        Assert.Equal((tenant.Deployer.TenantId.ToString(), "contoso.onmicrosoft.com"),
            (_fleet.Select()[0].Configuration!.TenantId, _fleet.Select()[0].Configuration!.Domain));
        Assert.Contains("found:    \"no-such-tenant.example\", which no tenant owns", Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_full_leaves_no_half_of_a_file()
    {
        DraftFolder full = new(_fleet.Root, (file, text) =>
        {
            File.WriteAllText(file, text[..(text.Length / 2)]);
            throw new IOException("No space left on device");
        });
        string[] before = Directory.GetFileSystemEntries(_fleet.Root, "*", SearchOption.AllDirectories);

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(Whole, folder: full));

        Assert.Equal($"{FileOf("contoso")} cannot be written (No space left on device); expected a folder that can be written, with room; "
            + "nothing was left there", exception.Message);
        Assert.Equal(before, Directory.GetFileSystemEntries(_fleet.Root, "*", SearchOption.AllDirectories));
    }

    private string FileOf(string stack) => Path.Combine(_fleet.Root, $"Pulumi.{stack}.yaml");

    private Task<int> RunAsync(
        StackAnswers answers, IEnumerable<string> typed, bool rehearses = false, CancellationTokenSource? ended = null) =>
        RunAsync(answers, rehearses, console: new ScriptedConsole(_console, typed, () => ended?.Cancel()), token: ended?.Token ?? default);

    private Task<int> RunAsync(StackAnswers answers, bool rehearses = false, TenantLookup? lookup = null, IAnsiConsole? console = null,
        DraftFolder? folder = null, CancellationToken token = default) =>
        new StackCreation(console ?? RehearsalCommand.PlainConsole(_console), folder ?? new DraftFolder(_fleet.Root),
            lookup ?? new TenantLookup(_nobody, new Uri("https://login.example/")), TimeProvider.System)
        {
            Rehearses = rehearses,
            Output = _fleet.Output,
            CurrentDirectory = _fleet.Root,
        }.RunAsync(answers, token);

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"Nobody asked for {request.RequestUri}.");
    }
}
