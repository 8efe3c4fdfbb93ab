using System.Text.Json.Nodes;
using SimulatedMailStore;
using TenantOnboarding.HandOver;
using TenantOnboarding.HandOver.MailStore;
using TenantOnboarding.HandOver.Results;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Tests.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.HandOver;

/// <summary>A simulated MailStore that fits a sample's outputs, the report of a verification, and runs against it.</summary>
internal sealed class MailStoreTrial : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mailstore-");
    private readonly StringWriter _console = new(), _error = new();

    private MailStoreTrial(MailStoreServer server, OutputsDocument outputs)
    {
        Server = server;
        Outputs = outputs;
    }

    /// <summary>Whom the tenant brings, unless a test says otherwise.</summary>
    public static IReadOnlyList<MailStoreUser> Users { get; } =
        [new("anna@contoso.com", "Anna Berger"), new("bruno@contoso.com", "Bruno Keller"), new("clara@contoso.com", "Clara Vogt")];

    public MailStoreServer Server { get; }

    public OutputsDocument Outputs { get; }

    /// <summary>The client's clock: its pauses pass at once, its deadlines when a test says so.</summary>
    public TestClock Clock { get; } = new(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5));

    public string Console => _console.ToString();

    public string Error => _error.ToString();

    /// <summary>A path in the trial's folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Starts one that holds what the sample mailstore-server declares, with the first of the users there already.</summary>
    public static async Task<MailStoreTrial> StartAsync(
        Func<MailStoreOptions, MailStoreOptions>? change = null, TimeProvider? clock = null, string sample = "mailstore-server")
    {
        OutputsDocument outputs = OutputsDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Samples.Folder, sample, "outputs.json")));
        IntegrationOutputs integration = outputs.Integrations.Values.First(one => one.Product.StartsWith("mailstore", StringComparison.Ordinal));
        JsonObject directory = MailStoreOptions.Microsoft365(integration.ClientId, outputs.Tenant.Id, integration.RedirectUri);
        directory["syncEnabledUsersOnly"] = integration.UserSync?.Filter == UserFilter.Enabled;
        directory["syncGroups"] = new JsonArray([.. integration.UserSync?.Groups.Select(group => (JsonNode)group) ?? []]);
        MailStoreOptions options = new()
        {
            DirectoryServices = directory,
            KnownClientId = integration.ClientId,
            Brought = Users,
            Users = [Users[0]],
        };
        return new(await MailStoreServer.StartAsync(change is null ? options : change(options), clock), outputs);
    }

    /// <summary>Writes the report of a verification in which some users are synchronized and one is left out.</summary>
    public string Verified(params IEnumerable<MailStoreUser> users)
    {
        (string name, IntegrationOutputs integration) = Outputs.Integrations.First();
        VerificationReport report = new()
        {
            Tenant = Outputs.Tenant,
            StartedAt = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero),
            Duration = TimeSpan.FromSeconds(1),
            Integrations =
            [
                new()
                {
                    Name = name,
                    DisplayName = integration.DisplayName,
                    ClientId = integration.ClientId,
                    Checks = [],
                    Certificates = [],
                    Permissions = [],
                    Mailboxes = [],
                    Protocols = new Dictionary<string, string>(),
                    Users =
                    [
                        .. users.Select(user => new UserVerdict(user.UserName, user.FullName!, true, "licensed")),
                        new("guest@fabrikam.com", "A Guest", false, "a guest"),
                    ],
                },
            ],
        };
        string file = Path("verification.json");
        File.WriteAllText(file, JsonReport.Render(report));
        return file;
    }

    /// <summary>A task that trusts this server and compares with the users that it brings by default.</summary>
    public MailStoreTask Task(string? thumbprint = null, string? instance = null, string password = "simulated") =>
        new(new(Server.Url, instance, thumbprint ?? Server.Thumbprint), new("admin", password)) { Verification = Verified(Users) };

    /// <summary>Runs it.</summary>
    public Task<HandOverResult> RunAsync(MailStoreTask? task = null, CancellationToken cancellation = default) =>
        new MailStoreRun(RehearsalCommand.PlainConsole(_console), _error, Clock)
            .RunAsync(task ?? Task(), Outputs, _folder.FullName, cancellation);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _console.Dispose();
        _error.Dispose();
        _folder.Delete(recursive: true);
    }
}
