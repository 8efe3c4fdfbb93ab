using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Values;
using TenantOnboarding.Tests.Tenant;
using static TenantOnboarding.Tests.Rehearsal.Engine.Replay;

namespace TenantOnboarding.Tests.Rehearsal.Engine;

/// <summary>
/// What Pulumi 3.258.0 with the azuread provider 6.10.0 did, run by run, and the built-in engine doing the same. The recordings stand
/// beside this file as
/// lines; steps that do not depend on each other may come in another order.
/// </summary>
public sealed class RecordingTests : IAsyncLifetime
{
    private const string Consent = "azuread:index/appRoleAssignment:AppRoleAssignment";

    private EngineHarness _engine = null!;
    private Replay _replay = null!;

    private static readonly string[] SampleNames = ["activate", "hybrid", "least-privilege", "mailstore-server", "mailstore-spe"];

    public static TheoryData<string> Samples => [.. SampleNames];

    public async Task InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync(new TenantOptions { TenantId = Guid.Parse("6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10") });
        _replay = new Replay(_engine);
    }

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_is_previewed(string sample)
    {
        await _replay.UpAsync(Sample(sample), preview: true);
        IsAsRecorded($"{sample}-preview-empty");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_is_deployed_and_nothing_is_left_to_do(string sample)
    {
        await _replay.UpAsync(Sample(sample));
        IsAsRecorded($"{sample}-up");

        await _replay.UpAsync(Sample(sample));
        IsAsRecorded($"{sample}-up-again");
        Assert.Empty(_engine.Writes);
    }

    [Fact]
    public async Task The_dev_stack_is_deployed()
    {
        await _replay.UpAsync(Dev());
        IsAsRecorded("dev-up");

        await _replay.UpAsync(Dev());
        IsAsRecorded("dev-up-again");
        // A refresh has no steps but its looks; the built-in engine looks each time.
        Assert.Empty(Read("dev-refresh"));
    }

    [Fact]
    public async Task A_port_is_changed()
    {
        await _replay.UpAsync(Dev());
        await _replay.UpAsync(Dev(port: ", port: 8463"));
        IsAsRecorded("dev-port-changed");
    }

    [Fact]
    public async Task A_certificate_is_added()
    {
        await _replay.UpAsync(Dev());
        await _replay.UpAsync(Dev(certificates: $"{Certificate}, {NextCertificate}"));
        IsAsRecorded("dev-certificate-added");
    }

    [Fact]
    public async Task A_permission_is_added()
    {
        await _replay.UpAsync(Dev(certificates: $"{Certificate}, {NextCertificate}"));
        await _replay.UpAsync(Dev(certificates: $"{Certificate}, {NextCertificate}", access: "ews, graph"));
        IsAsRecorded("dev-permission-added");
    }

    [Fact]
    public async Task A_certificate_and_a_permission_are_removed()
    {
        await _replay.UpAsync(Dev(certificates: $"{Certificate}, {NextCertificate}", access: "ews, graph"));
        await _replay.UpAsync(Dev(certificates: NextCertificate, access: "graph, imap"));
        IsAsRecorded("dev-certificate-and-permission-removed");
    }

    [Fact]
    public async Task A_stack_is_unprotected_and_destroyed()
    {
        await _replay.UpAsync(Dev(certificates: NextCertificate, access: "graph, imap"));
        await _replay.DestroyAsync(preview: true);
        IsAsRecorded("dev-destroy-while-protected");

        await _replay.UpAsync(Dev(certificates: NextCertificate, access: "graph, imap", stack: "tenant-onboarding:protect: false"));
        IsAsRecorded("dev-unprotected", ignoreProtection: true);

        await _replay.DestroyAsync(preview: false);
        IsAsRecorded("dev-destroy");
        Assert.Empty(_engine.State.All);
    }

    [Fact]
    public async Task Protocol_and_certificate_are_swapped()
    {
        await _replay.UpAsync(Dev());
        await _replay.UpAsync(Dev(certificates: NextCertificate, access: "graph"));
        IsAsRecorded("protocol-and-certificate-swapped");
    }

    [Fact]
    public async Task A_preview_refuses_a_rename_before_anything_is_touched()
    {
        await _replay.UpAsync(Dev(certificates: NextCertificate, access: "graph"));
        await _replay.UpAsync(Dev(name: "archive", certificates: NextCertificate, access: "graph"), preview: true);
        IsAsRecorded("rename-preview-refused");
        Assert.Empty(_engine.Writes);
    }

    [Fact]
    public async Task A_deployment_without_a_preview_refuses_a_rename_late()
    {
        await _replay.UpAsync(Dev(certificates: NextCertificate, access: "graph"));
        await _replay.UpAsync(Dev(name: "archive", certificates: NextCertificate, access: "graph"));
        IsAsRecorded("rename-up-without-preview");
        Assert.NotEmpty(_engine.Writes);
    }

    [Fact]
    public async Task What_somebody_clicked_is_changed_back()
    {
        await _replay.UpAsync(Dev(certificates: NextCertificate, access: "graph"));
        await _engine.PatchAsync(_engine.State.Resources[0].Id, new JsonObject
        {
            ["web"] = new JsonObject { ["implicitGrantSettings"] = new JsonObject { ["enableAccessTokenIssuance"] = true } },
        });
        await _replay.UpAsync(Dev(certificates: NextCertificate, access: "graph"));
        IsAsRecorded("drift-refreshed");
    }

    [Fact]
    public async Task An_orphaned_consent_stops_a_deployment_and_is_adopted()
    {
        await _replay.UpAsync(Dev());
        string clientId = _engine.Tenant.Directory.Applications.Single(application =>
            application.DisplayName == "MailStore Server").AppId.ToString();
        _engine.State.Remove(_engine.State.Find(Consent, "mailstore/permissions/exchange-online/full_access_as_app")!);

        await _replay.UpAsync(Dev());
        IsAsRecorded("orphaned-consent-up-fails");

        await _replay.UpAsync(Dev($"adopt: {{ clientId: {clientId} }}"));
        IsAsRecorded("orphaned-consent-adopted");

        await _replay.UpAsync(Dev());
        IsAsRecorded("orphaned-consent-adopt-removed");
    }

    [Fact]
    public async Task A_default_provider_that_an_import_by_hand_left_behind_is_removed()
    {
        await _replay.UpAsync(Dev());
        _engine.State.Keep(new DeployedResource("pulumi:providers:azuread", "default_6_10_0", "", PropertyBag.Empty, PropertyBag.Empty,
            0) { IsComponent = true });
        await _replay.UpAsync(Dev());
        IsAsRecorded("consent-imported-by-hand");
    }

    [Fact]
    public async Task An_owner_is_looked_up_as_the_provider_does()
    {
        await _replay.UpAsync(Dev());
        string owner = _engine.Tenant.Directory.Users[0].Id.ToString();
        await _replay.UpAsync(Dev($"owners: [ {owner} ]"));

        // The recorded run ends in the tenant's refusal of the filter, which Microsoft Graph takes.
        Assert.All(Read("owners").Where(line => line.StartsWith("same", StringComparison.Ordinal)), line =>
            Assert.Contains(line, _replay.Lines));
        Assert.Contains(
            $"/owners?$filter=id eq '{owner}'",
            string.Join('\n', _engine.Requests.Select(request => Uri.UnescapeDataString(request.PathAndQuery).Replace('+', ' '))
                .Where(path => path.Contains("/owners", StringComparison.Ordinal))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_group_is_refused_by_the_program()
    {
        await _replay.UpAsync(Dev().Replace("filter: licensed", "filter: groups, groups: [ Nobody ]", StringComparison.Ordinal));
        IsAsRecorded("refused-group");
    }

    [Fact]
    public async Task Wrong_settings_are_refused_by_the_program_before_anything_is_declared()
    {
        await _replay.UpAsync(Dev("colour: blue").Replace("mailstore-server", "mailstore-sever", StringComparison.Ordinal));
        IsAsRecorded("refused-settings");
    }

    [Fact]
    public async Task Another_tenant_is_refused_by_the_program()
    {
        await _replay.UpAsync(Dev().Replace("6f1d7c2e", "5f1c0a7e", StringComparison.Ordinal));
        IsAsRecorded("refused-tenant");
    }

    [Fact]
    public async Task A_missing_right_is_refused_by_the_program()
    {
        Guid manageRoles = Guid.Parse("9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8");
        await _replay.UpAsync(Sample("activate"));
        _engine.Tenant.Directory.AppRoleAssignmentStore.Remove(_engine.Tenant.Directory.AppRoleAssignments.Single(assignment =>
            assignment.AppRoleId == manageRoles && assignment.PrincipalId == _engine.Tenant.Directory.ServicePrincipals.Single(one =>
                one.AppId == _engine.Tenant.Deployer.ClientId).Id));
        await _replay.UpAsync(Sample("activate"), preview: true);
        IsAsRecorded("missing-right-preview");
        Assert.Contains("unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to "
            + "complete the operation.", Assert.Single(_engine.Last.Refusals).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_with_the_reason_of_Entra()
    {
        DeployerOptions options = new()
        {
            Tenant = _engine.Tenant.Url,
            HandlerFactory = _engine.Tenant.CreateHandler,
            Deployer = new DeployerIdentity(_engine.Tenant.Deployer.TenantId, _engine.Tenant.Deployer.ClientId, "wrong"),
        };

        // The real provider is started before it signs in, so its recording has one step more.
        Assert.Equal(["create azuread tenant", "refused by the program"], Read("wrong-secret"));
        GraphRequestException refused = await Assert.ThrowsAsync<GraphRequestException>(() =>
            TenantDeployer.ConnectAsync(options, new DeploymentState()));
        Assert.Contains("AADSTS7000215: Invalid client secret provided.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_credential_the_provider_does_not_start() =>
        // A rehearsal always has the credential of its tenant's deployer, so there is nothing to replay.
        Assert.Equal(["refused tenant: rpc error: code = Unknown desc = failed to load Azure credentials."], Read("no-credential"));

    [Fact]
    public void Every_recording_is_replayed()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "rehearsal", "engine", "RecordingTests.cs"))
            + File.ReadAllText(Path.Combine(Repository.Root, "tests", "rehearsal", "engine", "AdoptionRecordingTests.cs"));
        Assert.All(Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!), name =>
            Assert.True(
                source.Contains($"\"{name}\"", StringComparison.Ordinal)
                    || SampleNames.Any(sample => name.StartsWith(sample, StringComparison.Ordinal)),
                $"{name} is replayed by no test"));
    }

    [SharedFileFact("recordings/README.md")]
    public void The_recordings_say_what_the_real_engine_did()
    {
        string[] files = Directory.GetFiles(Path.Combine(Repository.Root, "..", "shared", "recordings"), "*.json");
        Assert.All(files, file => Golden.Matches(
            Renamed(string.Concat(Recording.FromJson(File.ReadAllText(file)).Select(line => line + "\n"))),
            $"rehearsal/engine/{Path.GetFileNameWithoutExtension(file)}.txt"));
    }

    internal static string Folder => Path.Combine(Repository.Root, "tests", "rehearsal", "engine");

    /// <summary>The same lines in any order.</summary>
    internal static void Same(IEnumerable<string> expected, IEnumerable<string> actual) => Assert.Equal(
        string.Join('\n', expected.Order(StringComparer.Ordinal)), string.Join('\n', actual.Order(StringComparer.Ordinal)));

    internal static string[] Read(string recording) => File.ReadAllLines(Path.Combine(Folder, recording + ".txt"));

    // Some runs used a certificate that is no file of this repository; the second certificate of dev stands for it.
    private static string Renamed(string text) =>
        text.Replace("99A18A557B0BBB06F4B41E9E5CDC161EFB3A6E17", "7768DC518E35D57EF05DFB9BA54BCDB6A398BA75", StringComparison.Ordinal);

    // The samples were recorded without protection, so that they could be destroyed.
    private static string Sample(string name) => File.ReadAllText(TenantOnboarding.Tests.Samples.Stack(name))
        .ReplaceLineEndings("\n").Replace("config:\n", "config:\n  tenant-onboarding:protect: false\n", StringComparison.Ordinal);

    private void IsAsRecorded(string recording, bool ignoreProtection = false)
    {
        IEnumerable<string> expected = Read(recording);
        IReadOnlyList<string> actual = _replay.Lines;
        if (ignoreProtection)
            (expected, actual) = (expected.Select(Unprotected), [.. actual.Select(Unprotected)]);
        Same(expected, actual);
        // What is deleted goes after everything else, and a parent after its children.
        string[] deleted = [.. actual.SkipWhile(line => !line.StartsWith("delete", StringComparison.Ordinal)).TakeWhile(line =>
            !line.StartsWith("refused", StringComparison.Ordinal))];
        Assert.All(deleted, line => Assert.StartsWith("delete", line, StringComparison.Ordinal));
        for (int i = 0; i < deleted.Length; i++)
        {
            string name = deleted[i].Split(' ')[2].TrimEnd(',');
            Assert.DoesNotContain(deleted[(i + 1)..], later =>
                later.Contains($" in {name}", StringComparison.Ordinal) && later.Split(" in ")[1].Split(',')[0] == name);
        }

        static string Unprotected(string line) => line.Replace(", protected", "", StringComparison.Ordinal);
    }
}
