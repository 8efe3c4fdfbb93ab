using System.Text.Json;
using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Configuration comes from a variable of the whole process, so that nothing else may run meanwhile.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class ConfigTests : IDisposable
{
    private const string Variable = "PULUMI_CONFIG";
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public ConfigTests() => Environment.SetEnvironmentVariable(Variable, """
        {
          "project:text": "x", "project:flag": "true", "project:number": "42", "project:fraction": "0.5",
          "project:nested": { "name": "inner" }, "project:nestedText": "{\"name\":\"inner\"}",
          "other:text": "y", "azuread:tenantId": "t"
        }
        """);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        Environment.ExitCode = 0;
    }

    [Fact]
    public Task Get_ByType_ReadsTheProjectsValues() => WithConfigAsync(config =>
    {
        Assert.Equal("x", config.Get("text"));
        Assert.True(config.GetBoolean("flag"));
        Assert.Equal(42, config.GetInt32("number"));
        Assert.Equal(0.5, config.GetDouble("fraction"));
        Assert.Equal(("x", true, 42, 0.5),
            (config.Require("text"), config.RequireBoolean("flag"), config.RequireInt32("number"), config.RequireDouble("fraction")));
    });

    [Fact]
    public Task Get_Missing_IsNull() => WithConfigAsync(config =>
    {
        Assert.Null(config.Get("none"));
        Assert.Null(config.GetBoolean("none"));
        Assert.Null(config.GetInt32("none"));
        Assert.Null(config.GetDouble("none"));
        Assert.Null(config.GetObject<Nested>("none"));
        Assert.Null(config.GetSecret("none"));
        Assert.Null(config.GetSecretObject<Nested>("none"));
    });

    [Theory]
    [InlineData("nested")]
    [InlineData("nestedText")]
    public Task GetObject_NestedOrAsText_IsRead(string key) => WithConfigAsync(config =>
    {
        Assert.Equal(new Nested("inner"), config.GetObject<Nested>(key, JsonSerializerOptions.Web));
        Assert.Equal(new Nested("inner"), config.RequireObject<Nested>(key, JsonSerializerOptions.Web));
        Assert.Equal("inner", config.RequireObject<Dictionary<string, string>>(key)["name"]);
    });

    [Fact]
    public Task Get_OfAnotherNamespace_ReadsThat() => WithConfigAsync(_ =>
    {
        Assert.Equal("y", new Config("other").Get("text"));
        Assert.Equal("t", global::Pulumi.AzureAD.Config.TenantId);
    });

    [Fact]
    public async Task GetSecret_Value_IsSecret()
    {
        Output<string> text = null!;
        Output<int> number = null!;
        await WithConfigAsync(config => (text, number) = (config.RequireSecret("text"), config.GetSecretInt32("number")!));

        Assert.Equal("x", await Run.ValueAsync(text));
        Assert.True(await Output.IsSecretAsync(text));
        Assert.Equal(42, await Run.ValueAsync(number));
        Assert.True(await Output.IsSecretAsync(number));
    }

    [Fact]
    public async Task Require_Missing_NamesTheKeyAndTheWayOut()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => WithConfigAsync(config => config.Require("none")));

        Assert.Equal(
            "Missing Required configuration variable 'project:none'\n"
            + "\tplease set a value using the command `pulumi config set project:none <value>`",
            exception.Message);
    }

    [Fact]
    public async Task GetInt32_OfText_NamesKeyValueAndType()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => WithConfigAsync(config => config.GetInt32("text")));

        Assert.Equal("Configuration 'project:text' value 'x' is not a valid Int32", exception.Message);
    }

    [Fact]
    public async Task GetObject_OfBrokenJson_NamesKeyValueAndType()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => WithConfigAsync(config => config.GetObject<Nested>("text")));

        Assert.Equal($"Configuration 'project:text' value 'x' is not a valid {typeof(Nested).FullName}", exception.Message);
    }

    [Fact]
    public async Task Get_AfterTheVariableChanged_IsWhatItWasAtTheStart() => await WithConfigAsync(config =>
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Assert.Equal("x", config.Get("text"));
    });

    private static Task WithConfigAsync(Action<Config> use) =>
        Deployment.TestAsync(new RecordingMocks(), Run.Update, () => use(new Config()));

    private sealed record Nested(string Name);
}

/// <summary>Tests that change the environment of the process; they run while no others do.</summary>
[CollectionDefinition(nameof(ProcessEnvironment), DisableParallelization = true)]
public sealed class ProcessEnvironment;
