using System.Text.Json.Nodes;
using Microsoft.Graph;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Program;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Discovery;
using TenantOnboarding.Fleet.Drafts;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Rehearsal;
using TenantOnboarding.Tests.Tenant;

namespace TenantOnboarding.Tests.Fleet;

public sealed class DiscoveryTests : IDisposable
{
    private const string MailStoreUri = "https://mailstore.contoso.com:8462/oidc/signin";

    private static readonly (string, string) Directory = (TenantClient.GraphAppId, "Directory.Read.All");
    private static readonly (string, string) MailRead = (TenantClient.GraphAppId, "Mail.Read");
    private static readonly (string, string) Ews = (TenantClient.ExchangeAppId, "full_access_as_app");
    private static readonly (string, string) PowerShell = (TenantClient.ExchangeAppId, "Exchange.ManageAsApp");

    private readonly FleetHarness _fleet = new();
    private readonly StringWriter _console = new();
    private EngineHarness? _engine;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        _console.Dispose();
        _fleet.Dispose();
    }

    [Fact]
    public async Task Six_ways_of_doing_it_wrong_are_found_and_each_is_named()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        TestApplication secret = await tenant.MakeAsync("Archive", [Directory, MailRead], change: HandMadeTenant.Web(MailStoreUri));
        await tenant.AddSecretAsync(secret);
        await tenant.MakeAsync("MailStore old", [Directory, Ews],
            change: HandMadeTenant.Certificates(TenantClient.NewCertificate("CN=old", Now.AddYears(-3), Now.AddYears(-1))));
        await tenant.MakeAsync("Journal", [Directory, MailRead, (TenantClient.GraphAppId, "Group.Read.All")],
            change: HandMadeTenant.Web("https://spe.contoso.com/contoso/oidc/signin", accessTokens: true));
        await tenant.MakeAsync("Scripts", [PowerShell], requested: []);
        await tenant.MakeAsync("Never consented", [], requested: [Directory, MailRead]);
        await tenant.MakeAsync("Soon", [Directory, MailRead],
            change: HandMadeTenant.Certificates(TenantClient.NewCertificate("CN=soon", Now.AddYears(-1), Now.AddDays(10).AddHours(1))));

        TenantScan scan = await ScanAsync(tenant);

        Assert.Equal("""
            Archive: mailstore-server
              1 client secret: whoever has copied it is the application; remove it once the product signs in with a certificate
              Mail.Read opens every mailbox of the tenant; mailboxes: { group: … } limits it to some
            Journal: mailstore-spe
              more than the product needs: Group.Read.All; revoke it
              Mail.Read opens every mailbox of the tenant; mailboxes: { group: … } limits it to some
              access tokens are issued at the authorization endpoint (implicit flow): no product here needs that; turn it off
            MailStore old: mailstore-server
              certificate <thumbprint> expired on <day>: remove it in the portal
              Exchange Web Services ends on 2027-04-01, in <n> days: move to graph or imap as soon as the product can
              full_access_as_app opens every mailbox of the tenant; mailboxes: { group: … } limits it to some
            Never consented: custom
              asked for and never consented to: Directory.Read.All, Mail.Read; consent, or take it off the list
            Scripts: activate
              consented to and not on the portal's list of what it asks for: Exchange.ManageAsApp
            Soon: custom
              its last certificate ends on <day>, in 10 days: make the next one now
              Mail.Read opens every mailbox of the tenant; mailboxes: { group: … } limits it to some
            """.ReplaceLineEndings("\n"), Stable(string.Join('\n', scan.Applications.SelectMany(application =>
            Faults.Of(application, scan.Applications, Now).Select(fault => $"  {fault}")
                .Prepend($"{application.DisplayName}: {Recognition.Of(application).Product?.Key ?? "by name"}")))));
    }

    [Fact]
    public async Task Applications_that_have_nothing_to_do_with_mail_are_left_out_and_a_name_alone_writes_no_file()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        await tenant.MakeAsync("Backup of files", [Directory]);
        await tenant.MakeAsync("Newsletter", [(TenantClient.ExchangeAppId, "SMTP.SendAsApp")]);
        await tenant.MakeAsync("Archivierung", [Directory]);

        TenantScan scan = await ScanAsync(tenant);

        Assert.Equal(["Archivierung"], scan.Applications.Select(application => application.DisplayName));
        Assert.Null(StackDraft.Of(scan, "contoso", Cloud.Public, Now));
    }

    [Fact]
    public async Task The_file_takes_everything_over_and_the_first_deployment_changes_nothing()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        TestApplication server =
            await tenant.MakeAsync("MailStore Server", [Directory, MailRead], change: HandMadeTenant.Web(MailStoreUri));
        await tenant.ConsentToSignInAsync(server);
        await tenant.MakeAsync("MailStore", [Directory, Ews]);
        await tenant.MakeAsync("Compliance: \"export\"", [MailRead, (TenantClient.GraphAppId, "User.Read.All")]);
        TestApplication hosted = await tenant.MakeAsync("Hosted", [MailRead, (TenantClient.GraphAppId, "User.Read.All")],
            change: HandMadeTenant.Web("https://spe.contoso.com/contoso/oidc/signin"));
        await tenant.ConsentToSignInAsync(hosted);
        string before = await tenant.BehaviourAsync();

        StackDraft draft = await WriteAsync(tenant);
        IReadOnlyList<DeploymentStep> steps = await DeployAsync(tenant, draft);

        Assert.Equal(["compliance-export", "hosted", "mailstore", "mailstore-server"], draft.Plans.Select(plan => plan.Name));
        Assert.Equal(["custom", "custom", "mailstore-server", "mailstore-server"], draft.Plans.Select(plan => plan.Product.Key));
        Assert.Equal(before, await tenant.BehaviourAsync());
        Assert.Equal(["mailstore: the consent to User.Read for every user, by which people sign in"],
            draft.Plans.SelectMany(plan => plan.Adds.Select(added => $"{plan.Name}: {added}")));
        Assert.Equal(["mailstore/permissions/microsoft-graph/delegated"], steps
            .Where(step => step.Kind is not (StepKind.Imported or StepKind.ImportedAndUpdated or StepKind.Unchanged))
            .Select(step => step.Kind == StepKind.Created ? step.Name : $"{step.Kind} {step.Name}"));
        Assert.All(await DeployAsync(tenant, draft, again: true), step => Assert.Equal(StepKind.Unchanged, step.Kind));
    }

    [Fact]
    public async Task An_application_without_a_certificate_is_written_and_says_what_to_complete()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        TestApplication secret = await tenant.MakeAsync("Archive", [Directory, MailRead], change: new()
        {
            ["keyCredentials"] = new System.Text.Json.Nodes.JsonArray(),
        });
        await tenant.AddSecretAsync(secret);

        StackDraft draft = await WriteAsync(tenant);

        Assert.Contains("# Complete it: a certificate: it holds none that is valid and that the tenant returns.", draft.Text,
            StringComparison.Ordinal);
        Assert.Contains("certificates/contoso-archive.cer", Assert.Single(_fleet.Select()).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_file_that_is_there_is_never_overwritten()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        await tenant.MakeAsync("MailStore Server", [Directory, MailRead], change: HandMadeTenant.Web(MailStoreUri));
        _fleet.With("contoso");
        string before = await File.ReadAllTextAsync(Path.Combine(_fleet.Root, "Pulumi.contoso.yaml"));
        string[] files = System.IO.Directory.GetFiles(_fleet.Root, "*", SearchOption.AllDirectories);

        bool done = await DiscoverAsync(tenant, tenant.AsOperatorAsync);

        Assert.False(done);
        Assert.Equal(files, System.IO.Directory.GetFiles(_fleet.Root, "*", SearchOption.AllDirectories));
        Assert.Contains("error: Pulumi.contoso.yaml is there already, and was left as it is; expected a name that is free; move it away, or "
            + "give the stack another name", _console.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(_fleet.Root, "Pulumi.contoso.yaml")));
    }

    [Fact]
    public async Task Two_that_look_alike_are_told_apart_and_each_is_taken_over_as_it_is()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        foreach (int _ in (int[])[1, 2])
        {
            TestApplication one = await tenant.MakeAsync("MailStore Server", [Directory, MailRead], change: HandMadeTenant.Web(MailStoreUri));
            await tenant.ConsentToSignInAsync(one);
        }
        string before = await tenant.BehaviourAsync();

        StackDraft draft = await WriteAsync(tenant);
        IReadOnlyList<DeploymentStep> steps = await DeployAsync(tenant, draft);

        Assert.Equal(["mailstore-server", "mailstore-server-2"], draft.Plans.Select(plan => plan.Name));
        Assert.Contains("""
                # Another application is called "MailStore Server" too: here this one has a number, and in the tenant it keeps its name until it is aligned.
            """.ReplaceLineEndings("\n"), draft.Text, StringComparison.Ordinal);
        Assert.Contains("displayName: MailStore Server 2\n", draft.Text, StringComparison.Ordinal);
        Assert.All(steps, step => Assert.Contains(step.Kind,
            (StepKind[])[StepKind.Imported, StepKind.ImportedAndUpdated, StepKind.Unchanged]));
        Assert.Equal(before, await tenant.BehaviourAsync());
    }

    [Fact]
    public async Task What_an_operator_may_not_read_is_named_and_the_rest_is_found()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        await tenant.MakeAsync("MailStore Server", [Directory, MailRead], change: HandMadeTenant.Web(MailStoreUri));
        await tenant.MakeAsync("Scripts", [PowerShell]);
        TestApplication half = await tenant.MakeAsync("Half",
            [(TenantClient.GraphAppId, "Application.Read.All"), (TenantClient.GraphAppId, "Organization.Read.All")]);

        Assert.True(await DiscoverAsync(tenant, () => tenant.AsApplicationAsync(half)), _console.ToString());

        string shown = _console.ToString();
        Assert.Contains("taken for mailstore-server", shown, StringComparison.Ordinal);
        Assert.Contains("not read: delegated consents, which take Directory.Read.All or the role Global Reader", shown, StringComparison.Ordinal);
        Assert.Contains("not read: directory roles, which take RoleManagement.Read.Directory or the role Global Reader", shown,
            StringComparison.Ordinal);
        Assert.Contains("adds perhaps the consent to User.Read for every user", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_system_gets_the_same_as_json_and_the_right_to_read_what_mailboxes_are_for_is_kept()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        await tenant.MakeAsync("MailStore Server", [Directory, MailRead, (TenantClient.GraphAppId, "MailboxSettings.Read")],
            change: HandMadeTenant.Web(MailStoreUri));
        DiscoveryJson json = new(Now);

        Assert.True(await DiscoverAsync(tenant, tenant.AsOperatorAsync, json));

        JsonNode found = JsonNode.Parse(json.Render())!["tenants"]![0]!;
        Assert.Equal(("contoso.onmicrosoft.com", "Pulumi.contoso.yaml"), ((string)found["domain"]!, (string)found["stackFile"]!));
        JsonNode application = Assert.Single(found["applications"]!.AsArray())!;
        Assert.Equal(("mailstore-server", "mailstore-server"), ((string)application["takenFor"]!, (string)application["product"]!));
        Assert.Equal(["Mail.Read opens every mailbox of the tenant; mailboxes: { group: … } limits it to some"],
            application["faults"]!.AsArray().Select(fault => (string)fault!));
        Assert.Contains("readMailboxPurpose: true # MailboxSettings.Read is consented to\n",
            await File.ReadAllTextAsync(_fleet.File("contoso")), StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(_fleet.Select()).Configuration);
    }

    [Fact]
    public async Task Who_may_not_read_is_told_which_right_it_takes()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        TestApplication poor = await tenant.MakeAsync("Poor", [(TenantClient.GraphAppId, "User.Read.All")]);

        bool done = await DiscoverAsync(tenant, () => tenant.AsApplicationAsync(poor));

        Assert.False(done);
        Assert.Contains("it may not be read (Authorization_RequestDenied: ", _console.ToString(), StringComparison.Ordinal);
        Assert.Contains("expected an account with the role Global Reader, or an application with Application.Read.All and "
            + "Organization.Read.All", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_that_does_not_answer_is_named_and_the_others_go_on()
    {
        await using HandMadeTenant tenant = await HandMadeTenant.StartAsync();
        HandMadeTenant gone = await HandMadeTenant.StartAsync();
        await gone.DisposeAsync();

        Assert.False(await DiscoverAsync(tenant, () => gone.AsOperatorAsync()));
        Assert.True(await DiscoverAsync(tenant, tenant.AsOperatorAsync));

        Assert.Contains("nothing that archives or automates mail", _console.ToString(), StringComparison.Ordinal);
    }

    private static string Stable(string text)
    {
        text = System.Text.RegularExpressions.Regex.Replace(text, "[0-9A-F]{40}", "<thumbprint>");
        text = System.Text.RegularExpressions.Regex.Replace(text, "(?<=(expired|ends) on )(?!2027-04-01)[0-9-]{10}", "<day>");
        return System.Text.RegularExpressions.Regex.Replace(text, "(?<=2027-04-01, in )[0-9]+ days?", "<n> days");
    }

    private static async Task<TenantScan> ScanAsync(HandMadeTenant tenant)
    {
        using GraphServiceClient graph = await tenant.AsOperatorAsync();
        return await new TenantScanner(graph).ScanAsync(CancellationToken.None);
    }

    private async Task<StackDraft> WriteAsync(HandMadeTenant tenant)
    {
        StackDraft draft = StackDraft.Of(await ScanAsync(tenant), "contoso", Cloud.Public, Now)!;
        new DraftFolder(_fleet.Root).Write(draft.Stack, draft.Text, draft.Certificates);
        return draft;
    }

    private Task<bool> DiscoverAsync(HandMadeTenant tenant, Func<Task<GraphServiceClient>> connect, DiscoveryJson? json = null) =>
        new TenantDiscovery(RehearsalCommand.PlainConsole(_console), Now, Cloud.Public)
        {
            Folder = new DraftFolder(_fleet.Root),
            Json = json,
        }.RunAsync(tenant.Server.Deployer.TenantId.ToString(), connect, CancellationToken.None);

    private async Task<IReadOnlyList<DeploymentStep>> DeployAsync(HandMadeTenant tenant, StackDraft draft, bool again = false)
    {
        if (!again)
            _engine = EngineHarness.Of(tenant.Server);
        ProgramServices services = new() { ConnectToGraph = _ => tenant.AsDeployerAsync() };
        return await _engine!.DeployAsync(StackFile.Load(_fleet.Root, draft.Stack), () => TenantProgram.DeclareAsync(services));
    }
}
