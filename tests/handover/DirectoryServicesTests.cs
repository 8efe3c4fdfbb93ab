using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TenantOnboarding.HandOver;
using TenantOnboarding.HandOver.Results;
using TenantOnboarding.HandOver.Settings;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Tests.HandOver;

public sealed class DirectoryServicesTests
{
    [Fact]
    public async Task What_differs_is_shown_and_nothing_is_set_unless_asked()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["redirectUri"] = "https://mailstore.contoso.com/oidc/signin";
            options.DirectoryServices["syncLicensedUsersOnly"] = true;
            return options;
        });

        Assert.Equal(HandOverResult.Differs, await trial.RunAsync());

        Assert.Contains("differs Redirect URI: found https://mailstore.contoso.com/oidc/signin, declared https://mailstore.contoso.com:8462/oidc/signin", trial.Console, StringComparison.Ordinal);
        Assert.Contains("differs Sync licensed Microsoft Exchange Online users only: found on, declared off", trial.Console, StringComparison.Ordinal);
        Assert.Contains("same    Sync only these groups: Archive mailboxes", trial.Console, StringComparison.Ordinal);
        Assert.Contains("Nothing was set; --set sets what differs.", trial.Console, StringComparison.Ordinal);
        Assert.DoesNotContain("SetDirectoryServicesConfiguration", trial.Server.Calls);
    }

    [Fact]
    public async Task What_differs_is_set_and_read_back_and_the_rest_stays_as_it_was()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["connection"]!["clientId"] = Guid.Empty.ToString();
            options.DirectoryServices["syncGroups"] = new JsonArray("Everyone");
            options.DirectoryServices["deleteUsersAutomatically"] = true;
            return options;
        });

        Assert.Equal(HandOverResult.Done, await trial.RunAsync(trial.Task() with { Set = true, Capture = trial.Path("capture.json") }));

        Assert.Contains("Set and read back: Application (client) ID, Sync only these groups", trial.Console, StringComparison.Ordinal);
        JsonNode now = JsonNode.Parse(await File.ReadAllTextAsync(trial.Path("capture.json")))!["directoryServices"]!;
        Assert.Equal(trial.Outputs.Integrations["mailstore"].ClientId.ToString(), (string)now["connection"]!["clientId"]!);
        Assert.Equal("Archive mailboxes", (string)now["syncGroups"]![0]!);
        Assert.True((bool)now["deleteUsersAutomatically"]!);
    }

    [Fact]
    public async Task A_service_provider_edition_is_asked_about_its_instance()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["redirectUri"] = null;
            return options with { Instance = "contoso" };
        }, sample: "mailstore-spe");

        Assert.Equal(HandOverResult.Done, await trial.RunAsync(trial.Task(instance: "contoso") with { Set = true }));

        Assert.Contains($"MailStore at {trial.Server.Url.Authority}, instance contoso", trial.Console, StringComparison.Ordinal);
        Assert.Contains("same    Redirect URI: https://archive.example.com/contoso/oidc/signin", trial.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_set_and_did_not_stay_differs()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["syncLicensedUsersOnly"] = true;
            return options with { ForgetsWhatIsSet = true };
        });

        Assert.Equal(HandOverResult.Differs, await trial.RunAsync(trial.Task() with { Set = true }));

        Assert.Contains("Set and read back: Sync licensed Microsoft Exchange Online users only; what is marked above did not stay", trial.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_to_what_was_set_is_decided_by_what_is_read_back()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["syncLicensedUsersOnly"] = true;
            return options with { BreaksAt = "SetDirectoryServicesConfiguration" };
        });

        Assert.Equal(HandOverResult.Done, await trial.RunAsync(trial.Task() with { Set = true }));

        Assert.Single(trial.Server.Calls, "SetDirectoryServicesConfiguration");
    }

    [Fact]
    public async Task Another_directory_service_is_neither_set_nor_run()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["directoryServiceType"] = "ActiveDirectory";
            return options;
        });

        Assert.Equal(HandOverResult.Differs, await trial.RunAsync(trial.Task() with { Set = true }));

        Assert.Contains("differs Directory service type: found ActiveDirectory, declared Microsoft 365", trial.Console, StringComparison.Ordinal);
        Assert.Contains("Users: not compared, because MailStore takes them from another directory service", trial.Console, StringComparison.Ordinal);
        Assert.Equal(["get-metadata", "GetDirectoryServicesConfiguration"], trial.Server.Calls);
    }

    [Fact]
    public async Task An_object_of_an_unknown_shape_is_named_and_not_touched()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options => options with
        {
            KnownClientId = null,
            DirectoryServices = new JsonObject { ["kind"] = 7, ["a"] = new JsonObject { ["clientId"] = "" }, ["b"] = new JsonObject { ["clientId"] = "" } },
        });

        Assert.Equal(HandOverResult.Done, await trial.RunAsync());
        Assert.Equal(HandOverResult.Differs, await trial.RunAsync(trial.Task() with { Set = true }));

        Assert.Contains($"open    Application (client) ID: not compared, because MailStore's object has no field that is known for it; declared {trial.Outputs.Integrations["mailstore"].ClientId}", trial.Console, StringComparison.Ordinal);
        Assert.DoesNotContain("SetDirectoryServicesConfiguration", trial.Server.Calls);
    }

    [Fact]
    public async Task Credentials_that_are_kept_elsewhere_are_looked_up_there()
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            JsonObject directory = (JsonObject)options.DirectoryServices.DeepClone();
            JsonNode connection = directory["connection"]!.DeepClone();
            directory["connection"] = new JsonObject { ["credentialsId"] = 1 };
            JsonArray credentials = [new JsonObject { ["id"] = 1, ["settings"] = connection }];
            return options with { DirectoryServices = directory, KnownClientId = null, Credentials = credentials };
        });

        Assert.Equal(HandOverResult.Done, await trial.RunAsync());

        Assert.Contains($"same    Application (client) ID: {trial.Outputs.Integrations["mailstore"].ClientId}", trial.Console, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("****")]
    [InlineData(null)]
    public async Task A_secret_that_is_not_given_back_keeps_the_object_from_being_set(string? secret)
    {
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["connection"]!["certificatePassword"] = secret;
            options.DirectoryServices["syncLicensedUsersOnly"] = true;
            return options;
        });

        Assert.Equal(HandOverResult.NotAnswered, await trial.RunAsync(trial.Task() with { Set = true }));

        Assert.Equal($"error: {trial.Server.Url.Authority}: found 'connection.certificatePassword' empty or masked, so nothing was set; expected an object that can be sent back "
            + $"without losing a secret. Enter the values by hand, from the sheet.{Environment.NewLine}", trial.Error);
        Assert.DoesNotContain("SetDirectoryServicesConfiguration", trial.Server.Calls);
    }

    [Fact]
    public async Task What_is_captured_is_whole_but_for_secrets()
    {
        string key = new('k', 300);
        await using MailStoreTrial trial = await MailStoreTrial.StartAsync(options =>
        {
            options.DirectoryServices["connection"]!["clientSecret"] = "tell-nobody";
            options.DirectoryServices["connection"]!["blob"] = key;
            return options;
        });

        await trial.RunAsync(trial.Task() with { Capture = trial.Path("capture.json") });

        string captured = await File.ReadAllTextAsync(trial.Path("capture.json"));
        JsonNode connection = JsonNode.Parse(captured)!["directoryServices"]!["connection"]!;
        Assert.Equal(("(redacted)", "(redacted)"), ((string)connection["clientSecret"]!, (string)connection["blob"]!));
        Assert.Equal(trial.Outputs.Tenant.Id.ToString(), (string)connection["tenantId"]!);
        Assert.Contains("+ bruno@contoso.com", (string)JsonNode.Parse(captured)!["dryRun"]!["logOutput"]!, StringComparison.Ordinal);
        Assert.All([captured, trial.Console, trial.Error], text => Assert.DoesNotContain("simulated", text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_object_of_any_shape_is_compared_and_comes_back_as_it_was()
    {
        OutputsDocument outputs = OutputsDocument.Parse(File.ReadAllText(Path.Combine(Samples.Folder, "mailstore-server", "outputs.json")));

        Prop.ForAll(Gen.Sized(size => Shape(Math.Min(size, 20))).ToArbitrary(), shape =>
        {
            JsonObject json = new() { ["type"] = "Microsoft365", ["any"] = JsonNode.Parse(shape) };
            DirectoryServices services = new(json);
            IReadOnlyList<Setting> settings = services.Compare(outputs.Integrations["mailstore"], outputs.Tenant, JsonNode.Parse(shape));
            IReadOnlyList<Setting> again = new DirectoryServices(services.With(settings))
                .Compare(outputs.Integrations["mailstore"], outputs.Tenant, JsonNode.Parse(shape));

            return settings.Count == 7
                && JsonNode.DeepEquals(json, services.With(settings.Where(setting => setting.State != SettingState.Differs)))
                && again.All(setting => setting.State != SettingState.Differs || setting.Wanted is null)
                && again.Select(setting => setting.Field).SequenceEqual(settings.Select(setting => setting.Field));
        }).QuickCheckThrowOnFailure();
    }

    private static Gen<string> Shape(int size)
    {
        Gen<string> name = Gen.Elements("clientId", "ClientID", "tenantId", "redirectUri", "a.b", "x[0]", "syncLicensedUsers", "syncEnabledUsers",
            "groups", "type", "password", "");
        Gen<string> leaf = Gen.Elements("null", "true", "false", "7", "\"\"", "\"text\"", "\"bdd34318-d192-35b7-db34-c2947e7c82c3\"", "[]", "[\"Everyone\"]");
        if (size < 2)
            return leaf;
        Gen<string> inner = Shape(size / 3);
        Gen<string> fields = name.ArrayOf().SelectMany(names => inner.ArrayOf(names.Distinct().Count()), (names, values) =>
            $"{{{string.Join(',', names.Distinct().Zip(values).Select(field => $"\"{field.First}\":{field.Second}"))}}}");
        return Gen.OneOf(leaf, fields, inner.ArrayOf().Select(items => $"[{string.Join(',', items)}]"));
    }

    [Fact]
    public void Only_what_differs_is_patched()
    {
        JsonObject json = JsonNode.Parse("""{ "a.b": 1, "x": { "redirectUri": null, "y": [ { "type": "Microsoft365" } ] }, "userGroups": [ "b", "A" ] }""")!.AsObject();
        DirectoryServices services = new(json);
        Setting setting = new("Redirect URI", SettingState.Differs, "x.redirectUri", "nothing", "https://a") { Wanted = "https://a" };

        JsonObject patched = services.With([setting, setting with { State = SettingState.Same, Field = "a.b", Wanted = 2 }]);

        Assert.True(services.IsMicrosoft365);
        Assert.Equal("""{"a.b":1,"x":{"redirectUri":"https://a","y":[{"type":"Microsoft365"}]},"userGroups":["b","A"]}""", patched.ToJsonString());
        Assert.Null(json["x"]!["redirectUri"]);
    }
}
