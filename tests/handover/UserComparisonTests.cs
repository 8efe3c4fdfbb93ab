using System.Text.Json.Nodes;
using SimulatedMailStore;
using TenantOnboarding.HandOver;
using TenantOnboarding.HandOver.MailStore;
using TenantOnboarding.HandOver.Results;
using TenantOnboarding.HandOver.Users;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Tests.Verification;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.HandOver;

public sealed class UserComparisonTests
{
    [Fact]
    public async Task A_dry_run_in_which_one_user_differs_from_a_verified_tenants_names_both_sides()
    {
        await using DeployedStack deployed = await DeployedStack.ClassicAsync();
        VerificationReport report = await deployed.VerifyAsync();
        MailStoreUser[] synchronized = [.. report.Integrations[0].Users.Where(user => user.Synchronized)
            .Select(user => new MailStoreUser(user.UserPrincipalName, user.DisplayName))];
        JsonObject directory = MailStoreOptions.Microsoft365(deployed.ClientId, deployed.Document.Tenant.Id, DeployedStack.RedirectUri);
        directory["syncLicensedUsersOnly"] = true;
        await using MailStoreServer server = await MailStoreServer.StartAsync(new()
        {
            Brought = synchronized,
            Users = synchronized[..5],
            DirectoryServices = directory,
            KnownClientId = deployed.ClientId,
            OneDiffers = true,
        });
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mailstore-");
        string verification = Path.Combine(folder.FullName, "verification.json");
        await File.WriteAllTextAsync(verification, JsonReport.Render(report));
        using StringWriter console = new(), error = new();

        HandOverResult result = await new MailStoreRun(RehearsalCommand.PlainConsole(console), error, TimeProvider.System).RunAsync(
            new(new(server.Url, null, server.Thumbprint), new("admin", "simulated")) { Verification = verification },
            deployed.Document, folder.FullName, CancellationToken.None);

        JsonNode users = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "mailstore.json")))!["users"]!;
        folder.Delete(recursive: true);
        Assert.True(synchronized.Length > 10);
        Assert.Equal(HandOverResult.Differs, result);
        Assert.Equal(synchronized.Length - 1, (int)users["same"]!);
        Assert.Equal(["extra", "missing"], users["differences"]!.AsArray().Select(one => (string)one!["kind"]!).Order());
        Assert.Contains("extra   somebody.else@contoso.com: a synchronization would bring it, and the verification leaves it out", console.ToString(), StringComparison.Ordinal);
        Assert.Contains($"missing {synchronized[^1].UserName}: MailStore would not bring it, and the verification has it", console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_users_are_the_same_and_accounts_of_mailstores_own_are_left_out()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync();

        Assert.Equal(HandOverResult.Done, await trial.RunAsync());

        Assert.Contains("Users: 3 users the same, 0 different; 1 account of MailStore's own left out", trial.Console, StringComparison.Ordinal);
        Assert.Contains("SAME: MailStore is as declared and verified", trial.Console, StringComparison.Ordinal);
        Assert.DoesNotContain("SetDirectoryServicesConfiguration", trial.Server.Calls);
        Assert.Equal("", string.Concat(trial.Error.Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_user_who_is_there_and_not_brought_any_more_is_extra_and_another_name_differs()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with
        {
            Users = [new("Anna@contoso.com", "Anna Maria Berger"), new("gone@contoso.com", "Gone")],
        });

        Assert.Equal(HandOverResult.Differs, await trial.RunAsync());

        Assert.Contains("differs anna@contoso.com: MailStore calls it 'Anna Maria Berger', the tenant 'Anna Berger'", trial.Console, StringComparison.Ordinal);
        Assert.Contains("extra   gone@contoso.com: MailStore has it, and the verification leaves it out", trial.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_whom_a_synchronization_would_delete_is_missing()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["deleteUsersAutomatically"] = true;
            return options with { Brought = [.. MailStoreTrial.Users.Skip(1)] };
        });

        Assert.Equal(HandOverResult.Differs, await trial.RunAsync());

        Assert.Contains("missing anna@contoso.com: a synchronization would delete it, and the verification has it", trial.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_report_users_are_not_compared_and_it_says_so()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with { Lacks = ["GetUsers"] });

        Assert.Equal(HandOverResult.Done, await trial.RunAsync(trial.Task() with { Verification = null }));

        Assert.Contains("Users: not compared; --verification FILE compares them with a report", trial.Console, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("User 'anna@contoso.com' will be created.", "in its log, 'User 'anna@contoso.com' will be created.'")]
    [InlineData("Found 3 users.", "as its result, {\"added\":3}")]
    public void A_dry_run_that_tells_in_an_unknown_form_is_refused(string log, string found)
    {
        MailStoreAnswer answer = new("succeeded", null, 2, null, null, null, new JsonObject { ["added"] = 3 }, log);

        MailStoreException exception = Assert.Throws<MailStoreException>(() => DryRun.Read("archive", answer));

        Assert.Equal($"archive: the dry run tells in a form that this program does not know whom it would bring: found {found}; expected a line for each "
            + "user, marked with + where it is new. Compare by eye with Test Settings, and send us the file of --capture, without names.", exception.Message);
    }

    [Fact]
    public async Task A_report_of_something_else_is_refused_before_mailstore_is_asked()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync();
        string other = trial.Path("other.json"), none = trial.Path("none.json"), broken = trial.Path("broken.json");
        string text = await File.ReadAllTextAsync(trial.Verified(MailStoreTrial.Users));
        string ours = trial.Outputs.Tenant.Id.ToString();
        await File.WriteAllTextAsync(other, text.Replace(ours, Guid.Empty.ToString(), StringComparison.Ordinal));
        await File.WriteAllTextAsync(broken, "{}");
        JsonNode empty = JsonNode.Parse(text)!;
        empty["integrations"]![0]!["users"] = new JsonArray();
        await File.WriteAllTextAsync(none, empty.ToJsonString());

        foreach (string file in new[] { other, none, broken, trial.Path("missing.json") })
            Assert.Equal(HandOverResult.BadInput, await trial.RunAsync(trial.Task() with { Verification = file }));

        string[] lines = trial.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"error: --verification: found '{other}', a report of tenant {Guid.Empty}; expected one of {trial.Outputs.Tenant.Id}, which the "
            + "outputs name. Name another file.", lines[0]);
        Assert.Equal($"error: --verification: found '{none}', which holds no users of 'mailstore'; expected a report of a run that read them. Verify with "
            + "the application's certificate, or with --operator.", lines[1]);
        Assert.StartsWith($"error: --verification: found '{broken}', which is no report of a verification;", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"error: --verification: found '{trial.Path("missing.json")}', which cannot be read (", lines[3], StringComparison.Ordinal);
        Assert.Empty(trial.Server.Calls);
    }

    [Fact]
    public async Task Users_of_a_large_report_are_read_from_the_file_beside_it()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync();
        string file = trial.Verified(MailStoreTrial.Users);
        JsonNode report = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        JsonArray users = report["integrations"]![0]!["users"]!.AsArray();
        await File.WriteAllLinesAsync(trial.Path("report.users.jsonl"), users.Select(user =>
        {
            JsonNode line = user!.DeepClone();
            line["integration"] = "mailstore";
            return line.ToJsonString();
        }));
        report["usersFile"] = "report.users.jsonl";
        users.Clear();
        await File.WriteAllTextAsync(trial.Path("large.json"), report.ToJsonString());

        Assert.Equal(HandOverResult.Done, await trial.RunAsync(trial.Task() with { Verification = trial.Path("large.json") }));

        Assert.Contains("Users: 3 users the same, 0 different", trial.Console, StringComparison.Ordinal);
    }
}
