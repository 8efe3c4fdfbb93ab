using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Rehearsal;

public sealed class StackFileTests
{
    private const string Project = "name: tenant-onboarding\nruntime: dotnet\nconfig:\n  tenant-onboarding:protect:\n    type: boolean\n  "
        + "  default: true\n  days: 30\n";

    [Theory]
    [InlineData("true", "true")]
    [InlineData("True", "true")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("8462", "8462")]
    [InlineData("-1", "-1")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("017", "17")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("2026-11-21", "\"2026-11-21\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("\"8462\"", "\"8462\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    public void Plain_values_have_the_types_of_yaml_1_2(string yaml, string json)
    {
        StackFile stack = Parse($"config:\n  a:b:\n    c: {yaml}\n".Replace("a:b", "a:x", StringComparison.Ordinal));

        Assert.Equal($"{{\"c\":{json}}}", stack.Settings["a:x"]!.ToJsonString());
    }

    [Fact]
    public void Program_gets_texts_and_json_as_from_pulumi()
    {
        StackFile stack = Parse("""
            config:
              azuread:tenantId: 6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10
              a:number: 7
              a:flag: false
              a:object: { name: Zoë, list: [ 1, two ] }
            """);

        JsonObject config = JsonNode.Parse(stack.ToPulumiConfig())!.AsObject();

        Assert.All(config, pair => Assert.Equal(System.Text.Json.JsonValueKind.String, pair.Value!.GetValueKind()));
        Assert.Equal("7", config["a:number"]!.GetValue<string>());
        Assert.Equal("false", config["a:flag"]!.GetValue<string>());
        Assert.Equal("""{"name":"Zoë","list":[1,"two"]}""", config["a:object"]!.GetValue<string>());
    }

    [Fact]
    public void Defaults_come_from_the_project_file()
    {
        StackFile stack = Parse("config:\n  tenant-onboarding:days: 7\n");

        Assert.Equal("true", stack.Settings["tenant-onboarding:protect"]!.ToJsonString());
        Assert.Equal("7", stack.Settings["tenant-onboarding:days"]!.ToJsonString());
    }

    [Theory]
    [InlineData("config:\n  a:b: [ 1\n  c: 2\n", "Pulumi.x.yaml(")]
    [InlineData("config:\n  a: [1,\n  b: 2\n", "is not valid YAML")]
    [InlineData("config:\n\ta:b: 1\n", "is not valid YAML")]
    [InlineData("config:\n  a:b: 1\n  a:b: 2\n", "uplicate")]
    [InlineData("- 1\n", "is not a mapping")]
    [InlineData("config: 7\n", "config: is not a mapping")]
    [InlineData("config:\n  b: 1\n",
        "Pulumi.x.yaml(2,3): config: \"b\": no namespace; expected namespace:key, for example tenant-onboarding:b")]
    [InlineData("a:b: 1\n", "Pulumi.x.yaml(1,1): a:b: no such key; expected config; indent the settings below \"config:\"")]
    [InlineData("environment: [ x ]\n", "only Pulumi can open")]
    [InlineData("config: {}\n---\nconfig: {}\n", "holds 2 YAML documents")]
    public void What_is_no_stack_file_is_said_with_its_place(string yaml, string part)
    {
        StackFileException error = Assert.Throws<StackFileException>(() => Parse(yaml));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_named_however_deep()
    {
        StackFileException error = Assert.Throws<StackFileException>(() =>
            Parse("config:\n  a:x:\n    secure: v1:abc\n  a:y:\n    list:\n      - token: { secure: v1:def }\n"));

        Assert.Equal(2, error.Errors.Count);
        Assert.StartsWith("Pulumi.x.yaml: a:x: is a secret (\"secure:\"), and only Pulumi can decrypt it", error.Errors[0],
            StringComparison.Ordinal);
        Assert.StartsWith("Pulumi.x.yaml: a:y.list[0].token: is a secret", error.Errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_stack_lists_those_that_exist()
    {
        StackFileException error = Assert.Throws<StackFileException>(() => StackFile.Load(Repository.Root, "nope"));

        Assert.Contains("\"nope\" is no stack of this project", error.Message, StringComparison.Ordinal);
        Assert.Contains("dev", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_and_folder_are_told_apart()
    {
        Assert.Contains("does not exist", Assert.Throws<StackFileException>(() =>
            StackFile.LoadFile(Repository.Root, "no-such.yaml")).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<StackFileException>(() =>
            StackFile.LoadFile(Repository.Root, Repository.Root)).Message, StringComparison.Ordinal);
    }

    private static StackFile Parse(string yaml) => StackFile.Parse(Repository.Root, "x", "Pulumi.x.yaml", yaml, Project);
}
